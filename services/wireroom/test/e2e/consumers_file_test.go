package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// newReader makes the keys of a consumer.
func newReader(t *testing.T) (nkeys.KeyPair, string) {
	t.Helper()
	pair, err := nkeys.CreateUser()
	require.NoError(t, err)
	public, err := pair.PublicKey()
	require.NoError(t, err)
	return pair, public
}

// asReader connects as a consumer of the file, with what NATS refuses.
func asReader(t *testing.T, url string, pair nkeys.KeyPair, public string, o ...nats.Option) (*nats.Conn, jetstream.JetStream, <-chan string) {
	t.Helper()
	refused := make(chan string, 100)
	nc, err := nats.Connect(url, append(o, nats.Nkey(public, pair.Sign), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		if errors.Is(err, nats.ErrPermissionViolation) {
			refused <- err.Error()
		}
	}))...)
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	return nc, js, refused
}

// awaitConsumer waits until the wire has made a consumer's durable one.
func awaitConsumer(t *testing.T, js jetstream.JetStream, id string) jetstream.Consumer {
	t.Helper()
	var cons jetstream.Consumer
	localtest.Eventually(t, time.Minute, func() (err error) {
		cons, err = js.Consumer(t.Context(), contract.StreamNews, id)
		return err
	})
	return cons
}

// drain fetches and acknowledges what is there.
func drain(t *testing.T, cons jetstream.Consumer, n int) []string {
	t.Helper()
	var out []string
	batch, err := cons.Fetch(n, jetstream.FetchMaxWait(20*time.Second))
	require.NoError(t, err)
	for m := range batch.Messages() {
		require.NoError(t, m.DoubleAck(t.Context()))
		out = append(out, m.Subject())
	}
	require.NoError(t, batch.Error())
	return out
}

// Each right of the consumers file takes in what it names and not its neighbour, by the
// durable consumer that the wire makes and by a plain subscription.
func TestAConsumerOfTheFileReadsByNATSWhatItsRightsTakeIn(t *testing.T) {
	t.Parallel()
	mine := contract.NewsSubject{Article: "aaaaaaaaaaaaaaaa", Signal: contract.New, Urgency: 4, Language: "en", Topic: "sport", Provider: "acme"}
	subjects := []contract.NewsSubject{mine}
	for i, change := range []func(*contract.NewsSubject){
		func(s *contract.NewsSubject) { s.Signal = contract.Update },
		func(s *contract.NewsSubject) { s.Urgency = 5 },
		func(s *contract.NewsSubject) { s.Language = "de" },
		func(s *contract.NewsSubject) { s.Topic = "none" },
		func(s *contract.NewsSubject) { s.Provider = "nordwind" },
	} {
		s := mine
		s.Article = fmt.Sprintf("%016d", i)
		change(&s)
		kill := s
		kill.Signal = contract.Kill
		subjects = append(subjects, s, kill)
	}
	rights := map[string]consumer.Reads{
		"all": {}, "signals": {Signals: []string{"new"}}, "urgencies": {Urgencies: []int{4, 3}}, "languages": {Languages: []string{"en-GB", "fr"}}, "topics": {Topics: []string{"sport"}},
		"providers": {Providers: []string{"acme"}}, "several": {Languages: []string{"en", "de"}, Topics: []string{"sport", "none"}}, "kills": {Signals: []string{"kill"}},
	}
	dir := t.TempDir()
	file, pairs, public := filepath.Join(dir, "consumers.yaml"), map[string]nkeys.KeyPair{}, map[string]string{}
	for id, reads := range rights {
		pairs[id], public[id] = newReader(t)
		require.NoError(t, consumer.Add(file, consumer.Entry{ID: id, NKeys: []string{public[id]}, Reads: reads}))
	}
	list, err := consumer.Load(file)
	require.NoError(t, err)
	w := oneProcess(t, up.Options{Data: dir})
	nc, err := w.Connect()
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	own, err := jetstream.New(nc)
	require.NoError(t, err)
	plain := map[string][]*nats.Subscription{}
	for _, c := range list {
		conn, _, _ := asReader(t, w.NATS, pairs[c.ID], public[c.ID])
		for _, subject := range c.Filters {
			sub, err := conn.SubscribeSync(subject)
			require.NoError(t, err)
			plain[c.ID] = append(plain[c.ID], sub)
		}
		require.NoError(t, conn.Flush())
	}
	for _, s := range subjects {
		_, err := own.Publish(t.Context(), contract.Written(s.String()), []byte(`{}`))
		require.NoError(t, err)
	}
	for _, c := range list {
		var want []string
		for _, s := range subjects {
			if c.Rights.May(s, machineuse.Use{}) {
				want = append(want, s.String())
			}
		}
		_, js, _ := asReader(t, w.NATS, pairs[c.ID], public[c.ID])
		cons := awaitConsumer(t, js, c.ID)
		require.Equal(t, want, drain(t, cons, len(want)), c.ID)
		info, err := cons.Info(t.Context())
		require.NoError(t, err)
		require.Zero(t, info.NumPending+uint64(info.NumAckPending), "%s: it got all that there is for it", c.ID)
		got := map[string]bool{}
		for _, sub := range plain[c.ID] {
			for n, _, _ := sub.Pending(); n > 0; n-- {
				m, err := sub.NextMsg(time.Second)
				require.NoError(t, err)
				got[m.Subject] = true
			}
		}
		require.Len(t, got, len(want), c.ID)
		for _, s := range want {
			require.True(t, got[s], "%s: %s", c.ID, s)
		}
	}
}

// A consumer may do nothing to the wire, nor to a neighbour, nor widen its own rights;
// neither may readers of everything take from it.
func TestAConsumerOfTheFileMayNothingElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "consumers.yaml")
	pair, public := newReader(t)
	_, other := newReader(t)
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "desk", NKeys: []string{public}, Reads: consumer.Reads{Languages: []string{"en"}}}))
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "other", NKeys: []string{other}}))
	w := oneProcess(t, up.Options{Data: dir, Anonymous: "yes"})
	nc, js, refused := asReader(t, w.NATS, pair, public)
	cons := awaitConsumer(t, js, "desk")
	_, err := nats.Connect(w.NATS, nats.Nkey(other, pair.Sign))
	require.ErrorIs(t, err, nats.ErrAuthorization, "another's name with a key of its own")

	attempts := forbidden()
	for _, id := range []string{"desk", "other", "x"} {
		for _, call := range []string{"CREATE.NEWS", "CREATE.NEWS.%s", "CREATE.NEWS.%s.news.>", "CREATE.NEWS.%s.news.*.*.*.en.>", "DURABLE.CREATE.NEWS.%s", "DELETE.NEWS.%s", "PAUSE.NEWS.%s", "UNPIN.NEWS.%s", "LEADER.STEPDOWN.NEWS.%s", "LIST.NEWS", "NAMES.NEWS"} {
			attempts = append(attempts, "$JS.API.CONSUMER."+strings.ReplaceAll(call, "%s", id))
		}
		if id != "desk" {
			attempts = append(attempts, "$JS.API.CONSUMER.INFO.NEWS."+id, "$JS.API.CONSUMER.MSG.NEXT.NEWS."+id, "$JS.API.CONSUMER.RESET.NEWS."+id, "$JS.ACK.NEWS."+id+".1.1.1.1.0")
		}
	}
	attempts = append(attempts, "$JS.API.STREAM.INFO.NEWS", "$JS.API.STREAM.MSG.GET.NEWS", "$JS.API.DIRECT.GET.NEWS", "news.x")
	for _, subject := range attempts {
		require.NoError(t, nc.PublishRequest(subject, nc.NewInbox(), []byte("{}")))
		requireRefused(t, nc, refused, "Publish to", subject)
	}
	for _, subject := range append(closed(), "news.>", "news.*.*.*.de.*.*", "news.*.*.*.*.*.*", "news.aaaaaaaaaaaaaaaa.>") {
		sub, err := nc.SubscribeSync(subject)
		require.NoError(t, err)
		requireRefused(t, nc, refused, "Subscription to", subject)
		_ = sub.Unsubscribe()
	}

	// who may read everything may not take what the consumer is to get
	anonymous, err := nats.Connect(w.NATS, nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	require.NoError(t, err)
	t.Cleanup(anonymous.Close)
	for _, subject := range append(contract.NotReaders("desk"), "$JS.API.CONSUMER.RESET.NEWS.desk") {
		subject = strings.NewReplacer("*", "1", ">", "1").Replace(subject) // to publish to
		_, err := anonymous.Request(subject, []byte(`{}`), 50*time.Millisecond)
		require.Error(t, err, subject)
	}
	named, err := json.Marshal(map[string]any{"stream_name": "NEWS", "config": jetstream.ConsumerConfig{Name: "desk", FilterSubject: "news.>", AckPolicy: jetstream.AckExplicitPolicy}})
	require.NoError(t, err)
	_, err = anonymous.Request("$JS.API.CONSUMER.CREATE.NEWS", named, 50*time.Millisecond)
	require.Error(t, err, "an ephemeral consumer by its name")
	reader, err := jetstream.New(anonymous)
	require.NoError(t, err)
	_, err = reader.OrderedConsumer(t.Context(), contract.StreamNews, jetstream.OrderedConsumerConfig{})
	require.NoError(t, err, "readers of everything read on")
	info, err := cons.Info(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"news.*.*.*.en.*.*", "news.*.kill.>"}, info.Config.FilterSubjects)
}

// The file changes while the wire runs: rights narrow without a loss of the place, a
// consumer starts again where it says, and one that is removed is cut off.
func TestTheRightsByNATSFollowTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "consumers.yaml")
	w := oneProcess(t, up.Options{Data: dir})
	conn, err := w.Connect()
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	own, err := jetstream.New(conn)
	require.NoError(t, err)
	publish := func(language string) string {
		subject := "news.aaaaaaaaaaaaaaaa.new.4." + language + ".none.acme"
		_, err := own.Publish(t.Context(), contract.Written(subject), []byte(`{}`))
		require.NoError(t, err)
		return subject
	}
	en, de := publish("en"), publish("de")
	pair, public := newReader(t)
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "desk", NKeys: []string{public}}))
	localtest.Eventually(t, time.Minute, func() error {
		nc, err := nats.Connect(w.NATS, nats.Nkey(public, pair.Sign))
		if err == nil {
			nc.Close()
		}
		return err
	})
	gone := make(chan struct{})
	nc, js, _ := asReader(t, w.NATS, pair, public, nats.NoReconnect(), nats.ClosedHandler(func(*nats.Conn) { close(gone) }))
	cons := awaitConsumer(t, js, "desk")
	require.Equal(t, []string{en, de}, drain(t, cons, 2))

	// in one step: a file without the consumer for a moment would cost its place
	replaceRights(t, file, public, "de")
	localtest.Eventually(t, time.Minute, func() error {
		info, err := cons.Info(t.Context())
		if err == nil && len(info.Config.FilterSubjects) != 2 {
			err = fmt.Errorf("it reads %v", info.Config.FilterSubjects)
		}
		return err
	})
	publish("en")
	require.Equal(t, []string{publish("de")}, drain(t, cons, 1))
	_, err = nc.Request("$JS.API.CONSUMER.RESET.NEWS.desk", []byte(`{"seq":1}`), 20*time.Second)
	require.NoError(t, err)
	require.Equal(t, []string{de, de}, drain(t, cons, 2))

	require.NoError(t, consumer.Remove(file, "desk"))
	<-gone
	localtest.Eventually(t, time.Minute, func() error {
		if _, err := own.Consumer(t.Context(), contract.StreamNews, "desk"); !errors.Is(err, jetstream.ErrConsumerNotFound) {
			return fmt.Errorf("its durable consumer is there: %w", err)
		}
		return nil
	})
}

func replaceRights(t *testing.T, file, public, language string) {
	t.Helper()
	next := filepath.Join(t.TempDir(), "next.yaml")
	require.NoError(t, consumer.Add(next, consumer.Entry{ID: "desk", NKeys: []string{public}, Reads: consumer.Reads{Languages: []string{language}}}))
	require.NoError(t, os.Rename(next, file))
}
