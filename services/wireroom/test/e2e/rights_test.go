package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/docs"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// operate is an operator's shell: the environment of its commands.
func operate(t *testing.T) {
	t.Helper()
	t.Setenv("WIREROOM_NATS_USER", string(contract.RoleOperator))
	t.Setenv("WIREROOM_NATS_PASSWORD", rig.Password(contract.RoleOperator))
}

// leastRights starts a wire whose every process has its own user, with streams that
// an operator made.
func leastRights(t *testing.T, o rig.Options) *rig.Rig {
	t.Helper()
	operate(t)
	o.Users = true
	o.Operate = func(r *rig.Rig) {
		code, out := command(t, r, "streams", "apply", "--wait", "30s")
		require.Zero(t, code, out)
	}
	return rig.Start(t, &binaries, o)
}

// violations are what the server refused, line by line.
func violations(r *rig.Rig) []string {
	var out []string
	for _, n := range r.Nodes {
		for line := range strings.Lines(n.Log()) {
			if strings.Contains(line, "Violation") {
				out = append(out, line)
			}
		}
	}
	return out
}

const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>http://harbour.example/</link><description>d</description>
<item><title>Harbour crane repaired</title><guid>urn:example:rights:crane</guid><description>The crane in the harbour works again.</description><pubDate>Mon, 04 May 2026 10:00:00 GMT</pubDate></item></channel></rss>`

func TestEachProcessWorksWithTheLeastRights(t *testing.T) { //nolint:paralleltest // the command line reads the environment
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write([]byte(feed))
	}))
	defer site.Close()
	r := leastRights(t, rig.Options{Poll: []string{site.URL}, Env: []string{"WIREROOM_VIEWS_SNAPSHOT=200ms"}})
	one := func(body []byte, contentType string) contract.Receipt {
		return push(t, r, body, contentType).Articles[0]
	}

	tried := dryRun(t, r, version("rights", 1, nil))
	require.Equal(t, 1, tried.Of, "%+v", tried)
	first := one(version("rights", 1, nil), "application/json")
	require.Equal(t, first.Article, tried.Articles[0].Article, "and the dry run was no version of it")
	require.Equal(t, contract.New, first.Signal)
	require.Equal(t, contract.Normalize, one(version("rights", 1, nil), "application/json").Stage, "a duplicate ends where it is first seen")
	picture := one(mail(picture(t)), "message/rfc822")
	require.Equal(t, contract.Published, picture.Outcome)
	kill, err := json.Marshal(map[string]any{"uri": picture.URI, "pubStatus": "canceled"})
	require.NoError(t, err)
	require.Equal(t, contract.Kill, one(kill, "application/json").Signal)
	embargo := func(d time.Duration) map[string]any {
		return map[string]any{"embargoedUntil": time.Now().Add(d).UTC().Format(time.RFC3339Nano)}
	}
	require.Equal(t, contract.Held, one(version("rights-held", 1, embargo(2*time.Second)), "application/json").Outcome)
	require.Equal(t, contract.Held, one(version("rights-lifted", 1, embargo(time.Hour)), "application/json").Outcome)
	require.Equal(t, contract.New, one(version("rights-lifted", 2, nil), "application/json").Signal)
	require.Equal(t, contract.Dead, one([]byte("<nitf><body>"), "application/xml").Outcome)
	require.NoError(t, r.ViewsUntil(t.Context(), "rights", []map[string]any{{"article": first.Article, "viewer": "a"}, {"article": first.Article, "viewer": "b"}}))

	localtest.Eventually(t, 20*time.Second, func() error {
		n, err := r.Views(t.Context(), first.Article)
		if err == nil && n != 2 {
			err = fmt.Errorf("%d views", n)
		}
		return err
	})
	for name, url := range map[string]string{"what was held": idOf("rights-held"), "what was polled": contract.ArticleID(rig.Provider, "urn:example:rights:crane")} {
		localtest.Eventually(t, 20*time.Second, func() error {
			if got := status(t, r.Publish+"/v1/articles/"+url); got != http.StatusOK {
				return fmt.Errorf("%s is not out: %d", name, got)
			}
			return nil
		})
	}
	poison(t, r)
	for _, name := range rig.Names() { // what a start does, it does again
		r.Restart(name)
	}
	r.AwaitUp()
	require.Equal(t, contract.Update, one(version("rights", 2, nil), "application/json").Signal)
	require.Empty(t, violations(r), "nobody was refused what it needs")
	for _, name := range rig.Names() {
		require.NotContains(t, strings.ToLower(r.Proc(name).Log()), "permissions violation", name)
	}
}

// dryRun asks what would come out of a document.
func dryRun(t *testing.T, r *rig.Rig, body []byte) (out contract.DryRun) {
	t.Helper()
	localtest.Eventually(t, time.Minute, func() error { // normalize may still be starting
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.Ingest+"/v1/wire/"+rig.Provider+"?dry-run=1", bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+rig.Key)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("a dry run is answered with %d", resp.StatusCode)
		}
		return json.NewDecoder(resp.Body).Decode(&out)
	})
	return out
}

// poison has the server give a message up for enrich, which then buries it.
func poison(t *testing.T, r *rig.Rig) {
	t.Helper()
	r.Proc("enrich").Kill()
	id, err := r.PushUntil(t.Context(), rig.Document{Body: version("rights-poison", 1, nil), ContentType: "application/json"})
	require.NoError(t, err)
	js := r.JetStream()
	cons, err := js.Consumer(t.Context(), contract.StreamNormalized, "enrich-wire")
	require.NoError(t, err)
	localtest.Eventually(t, time.Minute, func() error {
		batch, err := cons.Fetch(1, jetstream.FetchMaxWait(500*time.Millisecond))
		if err != nil {
			return err
		}
		for m := range batch.Messages() {
			_ = m.Nak()
		}
		info, err := cons.Info(t.Context())
		if err == nil && info.NumAckPending+int(info.NumPending) > 0 {
			err = errors.New("the server has not given it up")
		}
		return err
	})
	require.NoError(t, r.Proc("enrich").Start())
	localtest.Eventually(t, 20*time.Second, func() error {
		d, err := r.Delivery(t.Context(), id)
		if err == nil && (len(d.Articles) == 0 || d.Articles[0].Reason != contract.ReasonPoison) {
			err = fmt.Errorf("not buried: %+v", d)
		}
		return err
	})
}

func TestAConsumerReadsNewsAndNothingElse(t *testing.T) { //nolint:paralleltest // the command line reads the environment
	r := leastRights(t, rig.Options{})
	refused := make(chan string, 100)
	nc := r.As(contract.RoleConsumer, nats.CustomInboxPrefix("_INBOX"), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		if errors.Is(err, nats.ErrPermissionViolation) {
			refused <- err.Error()
		}
	}))
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	plain, err := nc.SubscribeSync("news.>")
	require.NoError(t, err)
	require.NoError(t, nc.Flush())
	a := push(t, r, version("consumed", 1, nil), "application/json").Articles[0]

	t.Run("may", func(t *testing.T) {
		m, err := plain.NextMsg(5 * time.Second)
		require.NoError(t, err)
		require.Equal(t, a.Subject, m.Subject)
		durable, err := js.CreateOrUpdateConsumer(t.Context(), contract.StreamNews, jetstream.ConsumerConfig{Durable: "desk", FilterSubject: "news.*.*.*.en.>", AckPolicy: jetstream.AckExplicitPolicy})
		require.NoError(t, err)
		d, err := durable.Next(jetstream.FetchMaxWait(5 * time.Second))
		require.NoError(t, err)
		require.NoError(t, d.DoubleAck(t.Context()))
		ordered, err := js.OrderedConsumer(t.Context(), contract.StreamNews, jetstream.OrderedConsumerConfig{})
		require.NoError(t, err)
		_, err = ordered.Next(jetstream.FetchMaxWait(5 * time.Second))
		require.NoError(t, err)
		pushed, err := js.CreateOrUpdatePushConsumer(t.Context(), contract.StreamNews, jetstream.ConsumerConfig{DeliverSubject: nc.NewInbox(), FlowControl: true, IdleHeartbeat: time.Second})
		require.NoError(t, err)
		got := make(chan struct{})
		running, err := pushed.Consume(func(m jetstream.Msg) { _ = m.Ack(); close(got) })
		require.NoError(t, err)
		defer running.Stop()
		<-got
		old, err := nc.JetStream() // the older API of the client
		require.NoError(t, err)
		sub, err := old.SubscribeSync("news.>", nats.BindStream(contract.StreamNews))
		require.NoError(t, err)
		_, err = sub.NextMsg(5 * time.Second)
		require.NoError(t, err)
		s, err := js.Stream(t.Context(), contract.StreamNews)
		require.NoError(t, err)
		_, err = s.GetLastMsgForSubject(t.Context(), contract.NewsOfArticle(a.Article))
		require.NoError(t, err)
		require.NoError(t, js.DeleteConsumer(t.Context(), contract.StreamNews, "desk"))
		require.Empty(t, violations(r))
	})
	t.Run("may not publish", func(t *testing.T) {
		for _, subject := range forbidden() {
			require.NoError(t, nc.PublishRequest(subject, nc.NewInbox(), []byte("{}")))
			requireRefused(t, nc, refused, "Publish to", subject)
		}
	})
	t.Run("may not subscribe", func(t *testing.T) {
		for _, subject := range closed() {
			sub, err := nc.SubscribeSync(subject)
			require.NoError(t, err)
			requireRefused(t, nc, refused, "Subscription to", subject)
			_ = sub.Unsubscribe()
		}
	})
	before, err := r.Count(t.Context(), r.JetStream(), contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 1, before, "and nothing came of it")
}

// forbidden is what a consumer could wish for.
func forbidden() []string {
	out := []string{"lastword.x.new.3.en.none.acme", "news.x.new.3.en.none.acme", "raw.wire.acme", "normalized.wire.acme", "enriched.wire.acme", "held.x", "release.x",
		"receipt.acme.x", "dead.enrich.acme", "views.1", "audit.erase.acme", "$KV.wireroom-views.x", "$O.wireroom-media.M.x", "$SYS.REQ.SERVER.PING",
		"$JS.API.STREAM.CREATE.EVIL", "$JS.API.STREAM.LIST", "$JS.API.STREAM.NAMES", "$JS.API.SERVER.REMOVE", "$JS.API.META.LEADER.STEPDOWN",
		"$JS.ACK.RAW.normalize-wire.1.1.1.1.0", "$JS.SNAPSHOT.ACK.NEWS.x"}
	for _, what := range []string{"UPDATE", "DELETE", "PURGE", "MSG.DELETE", "SNAPSHOT", "RESTORE", "LEADER.STEPDOWN", "PEER.REMOVE"} {
		out = append(out, "$JS.API.STREAM."+what+"."+contract.StreamNews)
	}
	for _, c := range contract.Declared(contract.StreamOptions{}) {
		if c.Name == contract.StreamNews {
			continue
		}
		for _, call := range []string{"STREAM.INFO.%s", "STREAM.MSG.GET.%s", "DIRECT.GET.%s", "CONSUMER.CREATE.%s", "CONSUMER.CREATE.%s.x", "CONSUMER.CREATE.%s.x.>",
			"CONSUMER.DURABLE.CREATE.%s.x", "CONSUMER.MSG.NEXT.%s.x", "CONSUMER.INFO.%s.x", "CONSUMER.DELETE.%s.x", "STREAM.PURGE.%s", "STREAM.DELETE.%s"} {
			out = append(out, fmt.Sprintf("$JS.API."+call, c.Name))
		}
	}
	return out
}

// closed is what a consumer could wish to listen to.
func closed() []string {
	return []string{">", "*.>", "raw.>", "normalized.>", "enriched.>", "held.>", "release.>", "receipt.>", "dead.>", "views.>", "audit.>", "lastword.>",
		"$JS.>", "$JS.API.>", "$JS.ACK.>", "$JS.EVENT.>", "$KV.>", "$O.>", "$SYS.>", "_INBOX_normalize.>", "_INBOX_operator.>", "_INBOX_*.>"}
}

func requireRefused(t *testing.T, nc *nats.Conn, refused <-chan string, verb, subject string) {
	t.Helper()
	require.NoError(t, nc.Flush())
	select {
	case text := <-refused:
		require.Contains(t, text, fmt.Sprintf("%s %q", verb, subject))
	case <-time.After(5 * time.Second):
		t.Fatalf("%s %s was not refused", verb, subject)
	}
}

// A request's answer, and what a push consumer delivers, the server sends wherever it
// is told (nats-server issue 8274): out of the readers' account it does not arrive.
func TestNoAnswerToAReaderReachesTheWire(t *testing.T) { //nolint:paralleltest // the command line reads the environment
	r := leastRights(t, rig.Options{})
	require.Equal(t, contract.New, push(t, r, version("borrowed", 1, nil), "application/json").Articles[0].Signal)
	operator := r.JetStream()
	sequences := func() map[string]uint64 {
		out := map[string]uint64{}
		for _, c := range contract.Streams(contract.StreamOptions{}) {
			s, err := operator.Stream(t.Context(), c.Name)
			require.NoError(t, err)
			out[c.Name] = s.CachedInfo().State.LastSeq
		}
		return out
	}
	before := sequences()
	nc := r.As(contract.RoleConsumer)
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	_, err = js.CreateOrUpdateConsumer(t.Context(), contract.StreamNews, jetstream.ConsumerConfig{Durable: "x"})
	require.NoError(t, err)
	for _, subject := range []string{"lastword.x.new.3.en.none.acme", "raw.wire.acme", "normalized.wire.acme", "receipt.acme.x", "held.x", "views.1"} {
		for _, call := range []string{"STREAM.INFO.NEWS", "STREAM.MSG.GET.NEWS", "CONSUMER.CREATE.NEWS", "CONSUMER.MSG.NEXT.NEWS.x"} {
			require.NoError(t, nc.PublishRequest("$JS.API."+call, subject, []byte("{}")))
		}
		require.NoError(t, nc.PublishRequest("$JS.ACK.NEWS.x.1.1.1.1.0", subject, []byte("+ACK")))
		if subject == "lastword.x.new.3.en.none.acme" {
			continue // the server refuses a cycle
		}
		_, err = js.CreateOrUpdatePushConsumer(t.Context(), contract.StreamNews, jetstream.ConsumerConfig{DeliverSubject: subject})
		require.NoError(t, err)
	}
	require.NoError(t, nc.Flush())
	require.NoError(t, operator.Conn().PublishRequest("$JS.API.STREAM.INFO.NEWS", "audit.x.y", nil))
	localtest.Eventually(t, 10*time.Second, func() error {
		if sequences()[contract.StreamAudit] == before[contract.StreamAudit] {
			return errors.New("the test sees nothing: in the wire's own account it does arrive")
		}
		return nil
	})
	before[contract.StreamAudit]++
	require.Equal(t, before, sequences())
}

// The users' file is the one that the code makes.
func TestTheUsersAreGenerated(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"charts/wireroom/files/nats-users.conf": docs.Users(), "docs/reference/permissions.md": docs.Permissions()} {
		got, err := os.ReadFile("../../../../" + path)
		require.NoError(t, err)
		require.Equal(t, want, string(got), "make docs")
	}
}
