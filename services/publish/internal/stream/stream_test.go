package stream

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/service"
)

// bench is a broker with NEWS.
type bench struct {
	t  *testing.T
	js jetstream.JetStream
}

func newBench(t *testing.T) bench {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	return bench{t, js}
}

// publish puts a message on NEWS and gives its sequence.
func (b bench) publish(name string, signal contract.Signal, language string, data string) uint64 {
	b.t.Helper()
	return b.publishMore(name, signal, language, data, func(*contract.Envelope) {})
}

// publishMore is publish with what else the envelope has.
func (b bench) publishMore(name string, signal contract.Signal, language string, data string, more func(*contract.Envelope)) uint64 {
	b.t.Helper()
	id := contract.ArticleID("acme", name)
	e := contract.Envelope{Provider: "acme", Delivery: "x-1", Position: 1, Of: 1, Article: id, URI: name, Lane: contract.Wire, Signal: signal, Urgency: 4,
		Published: time.Now(), Version: dedup.Version{Status: dedup.Usable, Seq: 1, Pos: 1}}
	more(&e)
	subject := contract.NewsSubject{Article: id, Signal: signal, Urgency: 4, Language: language, Topic: "sport", Provider: "acme"}
	ack, err := b.js.PublishMsg(b.t.Context(), &nats.Msg{Subject: contract.Written(subject.String()), Header: e.Header("news", "id", time.Now()), Data: []byte(data)})
	require.NoError(b.t, err)
	return ack.Sequence
}

type options struct {
	window   int
	patience time.Duration
	readers  int
	rights   func(*http.Request) (consumer.Rights, bool)
}

// serve runs a server as publish does, until end is called.
func (b bench) serve(o options) (s *Server, url string, end func()) {
	b.t.Helper()
	m, err := NewMetrics(prometheus.NewRegistry())
	require.NoError(b.t, err)
	if o.rights == nil {
		o.rights = func(*http.Request) (consumer.Rights, bool) { return consumer.Rights{}, true }
	}
	if o.readers == 0 {
		o.readers = 100
	}
	tail := bus.NewTail(b.js, contract.StreamNews, zap.NewNop())
	s = New(Config{Readers: o.readers, Heartbeat: time.Second}, b.js, tail, o.rights, m, zap.NewNop())
	if o.window > 0 {
		s.hub.most = o.window
	}
	if o.patience > 0 {
		s.patience = o.patience
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.t.Context()))
	mux := http.NewServeMux()
	s.Mount(mux)
	server, err := service.Serve(ctx, service.ServerConfig{Name: "test", Addr: "127.0.0.1:0", Handler: mux, DrainLimit: 5 * time.Second})
	require.NoError(b.t, err)
	go tail.Run(ctx)
	go s.Run(ctx)
	end = func() { cancel(); require.NoError(b.t, server.Wait()) }
	b.t.Cleanup(end)
	return s, "http://" + server.Addr() + "/v1/stream", end
}

// told is one event as a client reads it.
type told struct {
	id, event string
	data      eventText
}

// follower reads a stream as a client does.
type follower struct {
	t    *testing.T
	body io.Closer
	out  chan told
}

func follow(t *testing.T, url, id string) *follower {
	t.Helper()
	req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, url, nil)
	require.NoError(t, err)
	if id != "" {
		req.Header.Set("Last-Event-ID", id)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
	f := &follower{t: t, body: resp.Body, out: make(chan told, 10_000)}
	t.Cleanup(func() { _ = resp.Body.Close() })
	go f.read(resp.Body)
	return f
}

func (f *follower) read(r io.Reader) {
	defer close(f.out)
	var e told
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.event = value
		case "data":
			if json.Unmarshal([]byte(value), &e.data) != nil {
				return
			}
		case "":
			if e.event != "" {
				f.out <- e
			}
			e = told{}
		}
	}
}

// next gives the sequences of the next n events.
func (f *follower) next(n int) (seqs []uint64, last string) {
	f.t.Helper()
	for range n {
		select {
		case e, ok := <-f.out:
			require.True(f.t, ok, "the stream ended after %v", seqs)
			seqs, last = append(seqs, e.data.Sequence), e.id
		case <-time.After(20 * time.Second):
			require.Fail(f.t, "no event", "after %v", seqs)
		}
	}
	return seqs, last
}

func (f *follower) event() told {
	f.t.Helper()
	select {
	case e, ok := <-f.out:
		require.True(f.t, ok, "the stream ended")
		return e
	case <-time.After(30 * time.Second):
		require.Fail(f.t, "no event")
		return told{}
	}
}

func (f *follower) ends() {
	f.t.Helper()
	for {
		select {
		case _, ok := <-f.out:
			if !ok {
				return
			}
		case <-time.After(20 * time.Second):
			require.Fail(f.t, "the stream does not end")
		}
	}
}

func upTo(from, to uint64) (out []uint64) {
	for ; from <= to; from++ {
		out = append(out, from)
	}
	return out
}

func TestAReaderResumesWithoutLossOrRepetition(t *testing.T) {
	t.Parallel()
	for _, window := range []int{4, 1000} { // behind the window, and within it
		t.Run(fmt.Sprint(window), func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.publish("before", contract.New, "en", `{"uri":"urn:a"}`)
			_, url, end := b.serve(options{window: window})
			f := follow(t, url, "")
			for i := range 30 {
				b.publish(fmt.Sprint(i), contract.New, "en", "{\"uri\":\n\"urn:a\"}")
			}
			got, id := f.next(10)
			require.Equal(t, upTo(2, 11), got, "what was there before is not news")
			end()
			f.ends()
			for i := range 30 {
				b.publish(fmt.Sprint("later", i), contract.New, "en", `{}`)
			}
			_, url, _ = b.serve(options{window: window})
			f = follow(t, url, id)
			got, _ = f.next(50)
			require.Equal(t, upTo(12, 61), got)
			last := b.publish("last", contract.New, "en", `{}`)
			got, _ = f.next(1)
			require.Equal(t, []uint64{last}, got, "from the window from then on")
		})
	}
}

func TestTheFiltersAreThoseOfTheSubjectsAndKillsAlwaysPass(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, url, _ := b.serve(options{rights: func(r *http.Request) (consumer.Rights, bool) {
		return consumer.Rights{Languages: []string{"en", "de"}}, true
	}})
	english, all := follow(t, url+"?language=en", ""), follow(t, url, "")
	b.publish("fr", contract.New, "fr", `{}`)
	b.publish("de", contract.New, "de", `{}`)
	b.publish("en", contract.New, "en", `{}`)
	b.publish("fr", contract.Kill, "fr", `{}`)
	got, _ := english.next(2)
	require.Equal(t, []uint64{3, 4}, got)
	got, _ = all.next(3)
	require.Equal(t, []uint64{2, 3, 4}, got, "what it has no right to is left out")
	for _, query := range []string{"?language=english!", "?signal=x", "?urgency=0", "?topic=A", "?provider=A", "?colour=red", "?story=x", "?name=", "?machine-use=eat", "?once=day", "?since=now"} {
		resp, err := http.Get(url + query)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, 400, resp.StatusCode, query)
	}
}

func TestAReaderAsksForStoriesNamesAndWhatIsToldOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, url, _ := b.serve(options{})
	fire, copied := contract.ArticleID("acme", "fire"), func(e *contract.Envelope) {
		e.Story, e.DuplicateOf, e.DuplicateKind, e.Similarity = contract.ArticleID("acme", "fire"), contract.ArticleID("acme", "fire"), "exact", 1
	}
	begun := time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)
	b.publishMore("fire", contract.New, "en", `{"uri":"urn:a","people":[{"name":"Ann  Example"}]}`, func(e *contract.Envelope) { e.Story = fire })
	b.publishMore("copy", contract.New, "en", `{"uri":"urn:b","places":[{"name":"Northby"}],"people":[{"name":"Ann Example"}]}`, copied)
	b.publish("vote", contract.New, "en", `{"uri":"urn:c","organisations":[{"name":"Nordwind"}]}`)
	b.publish("other", contract.Kill, "en", `{"uri":"urn:d"}`)
	for query, want := range map[string][]uint64{
		"story=" + fire: {1, 2, 4}, "once=story": {1, 3, 4}, "once=text": {1, 3, 4}, "name=ann%20example": {1, 2, 4}, "name=nordwind,x": {3, 4},
		"name=Ann+Example&place=northby": {2, 4}, "language=en": {1, 2, 3, 4}, "language=de": {4},
	} {
		got, _ := follow(t, url+"?since="+begun+"&"+query, "").next(len(want))
		require.Equal(t, want, got, query)
	}
	later := follow(t, url+"?since="+time.Now().Add(time.Minute).UTC().Format(time.RFC3339), "")
	require.Equal(t, []uint64{3}, first(follow(t, url+"?since="+begun, "2").next(1)), "an id counts before a time")
	b.publish("last", contract.New, "en", `{}`)
	require.Equal(t, []uint64{5}, first(later.next(1)), "what comes is after any time")
}

func first(seqs []uint64, _ string) []uint64 { return seqs }

func TestALaterVersionThatMachinesMayNotUseIsToldWithoutItsText(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, rights := range []consumer.Rights{{}, {Machine: true}} {
		_, url, _ := b.serve(options{rights: func(*http.Request) (consumer.Rights, bool) { return rights, true }})
		query := "?machine-use=train"
		if rights.Machine {
			query = ""
		}
		f, everything := follow(t, url+query, ""), follow(t, url+"?machine-use=index", "")
		forbid := func(e *contract.Envelope) { e.MachineUse.Training = machineuse.NotAllowed }
		b.publishMore("new", contract.New, "en", `{"uri":"urn:a"}`, forbid)
		b.publish("a", contract.New, "en", `{"uri":"urn:a"}`)
		b.publishMore("a", contract.Update, "en", `{"uri":"urn:a"}`, forbid)
		got, notice := f.event(), f.event()
		require.Equal(t, contract.New, got.data.Signal)
		require.JSONEq(t, `{"uri":"urn:a"}`, string(got.data.Item))
		require.Equal(t, contract.Update, notice.data.Signal)
		require.Equal(t, "null", string(notice.data.Item))
		if !rights.Machine {
			everything.next(3)
		}
	}
}

func TestWhoLosesTheRightIsCutOff(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	allowed := make(chan bool, 1)
	allowed <- true
	_, url, _ := b.serve(options{rights: func(*http.Request) (consumer.Rights, bool) {
		select {
		case ok := <-allowed:
			return consumer.Rights{}, ok
		default:
			return consumer.Rights{}, false
		}
	}})
	follow(t, url, "").ends()
}

func TestASlowReaderIsCutOffAndHarmsNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s, url, _ := b.serve(options{patience: 2 * time.Second}) // a busy machine must not cut off the fast one
	fast := follow(t, url, "")
	slow, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/v1/stream"))
	require.NoError(t, err)
	defer func() { _ = slow.Close() }()
	_, err = fmt.Fprintf(slow, "GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n")
	require.NoError(t, err)
	require.Eventually(t, func() bool { return testutil.ToFloat64(s.metrics.readers) == 2 }, 20*time.Second, 5*time.Millisecond)
	text := `{"uri":"urn:a","title":"` + strings.Repeat("x", 500_000) + `"}`
	for i := range 30 {
		b.publish(fmt.Sprint(i), contract.New, "en", text)
	}
	got, _ := fast.next(30)
	require.Equal(t, upTo(1, 30), got)
	require.Eventually(t, func() bool { return testutil.ToFloat64(s.metrics.cut) == 1 }, 20*time.Second, 5*time.Millisecond)
}

func TestReadersAreBounded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, url, _ := b.serve(options{readers: 1})
	follow(t, url, "")
	resp, err := http.Get(url)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, 503, resp.StatusCode)
	require.NotEmpty(t, resp.Header.Get("Retry-After"))
}

func TestAStreamMadeAnewIsReadFromItsBeginning(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, url, _ := b.serve(options{})
	f := follow(t, url, "")
	b.publish("a", contract.New, "en", `{}`)
	f.next(1)
	require.NoError(t, b.js.DeleteStream(t.Context(), contract.StreamNews))
	time.Sleep(1100 * time.Millisecond) // a life is named by its second
	require.NoError(t, contract.Ensure(t.Context(), b.js, contract.StreamOptions{}))
	b.publish("b", contract.New, "en", `{}`)
	got, _ := f.next(1)
	require.Equal(t, []uint64{1}, got)
}
