package webhook

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

const testSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// receiver is an endpoint of a test: it notes what it takes, and answers as it is told.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	took    []string    // bodies, of what was taken
	anyTime atomic.Bool // the sender's clock is another one
	ids     map[string]string
	tries   map[string]int
	answer  func(body string, try int) (status int, header http.Header)
}

func newReceiver(t *testing.T, answer func(body string, try int) (int, http.Header)) *receiver {
	r := &receiver{ids: map[string]string{}, tries: map[string]int{}, answer: answer}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	data, _ := io.ReadAll(req.Body)
	body := string(data)
	verifier, err := standardwebhooks.NewWebhook(testSecret)
	if err == nil {
		verify := verifier.Verify
		if r.anyTime.Load() {
			verify = verifier.VerifyIgnoringTimestamp
		}
		err = verify(data, req.Header)
	}
	r.mu.Lock()
	id := req.Header.Get("webhook-id")
	if old := r.ids[body]; err == nil && old != "" && old != id {
		err = fmt.Errorf("%s came as %s and as %s", body, old, id)
	}
	r.ids[body] = id
	r.tries[body]++
	try := r.tries[body]
	r.mu.Unlock()
	status := http.StatusNoContent
	if err != nil {
		status = http.StatusTeapot
	} else if r.answer != nil {
		var header http.Header
		status, header = r.answer(body, try)
		for name, values := range header {
			w.Header()[name] = values
		}
	}
	if status/100 == 2 {
		r.mu.Lock()
		r.took = append(r.took, body)
		r.mu.Unlock()
	}
	w.WriteHeader(status)
}

// got gives what was taken of a key, each once, in the order of its first coming.
func (r *receiver) got(key string) (out []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[string]bool{}
	for _, body := range r.took {
		if strings.HasPrefix(body, key+" ") && !seen[body] {
			seen[body] = true
			out = append(out, body)
		}
	}
	return out
}

func (r *receiver) triesOf(body string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tries[body]
}

// bench is a broker with a stream of test.<key>, whose messages are their own bodies.
type bench struct {
	t     *testing.T
	js    jetstream.JetStream
	store Store
	mu    sync.Mutex
	subs  []Subscription
	told  func([]Subscription)
}

func newBench(t *testing.T) *bench {
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "TEST", Subjects: []string{"test.*"}})
	require.NoError(t, err)
	kv, err := js.KeyValue(t.Context(), contract.BucketWebhooks)
	require.NoError(t, err)
	return &bench{t: t, js: js, store: Store{kv}}
}

// add makes a subscription from the stream's beginning on.
func (b *bench) add(id, url string) {
	s, err := b.js.Stream(b.t.Context(), "TEST")
	require.NoError(b.t, err)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs = append(b.subs, Subscription{ID: id, Source: "test", Owner: "desk", URL: url, Secrets: []Key{{Secret: testSecret}},
		Start: Place{Life: contract.Incarnation(s.CachedInfo().Created), Next: 1}})
	if b.told != nil {
		b.told(b.subs)
	}
}

func (b *bench) publish(key string, n int) {
	_, err := b.js.Publish(b.t.Context(), "test."+key, []byte(fmt.Sprintf("%s %d", key, n)))
	require.NoError(b.t, err)
}

func (b *bench) source() Source {
	return Source{Name: "test", Stream: "TEST",
		OfKey: func(_ Subscription, key string) string { return "test." + key },
		Event: func(_ Subscription, m *Message) *Event {
			return &Event{ID: fmt.Sprintf("msg_%d", m.Seq), Key: strings.TrimPrefix(m.Subject, "test."), Type: "test", At: m.Time,
				Body: func() ([]byte, error) { return m.Data, nil }}
		},
		Subscriptions: func(ctx context.Context, changed func([]Subscription)) {
			b.mu.Lock()
			b.told = changed
			changed(b.subs)
			b.mu.Unlock()
			<-ctx.Done()
		}}
}

// quick are settings that let a test see retries.
var quick = Config{AllowPrivate: true, Timeout: time.Second, FirstRetry: 20 * time.Millisecond, MaxRetry: 100 * time.Millisecond, GiveUp: time.Minute}

// run runs an engine until stop is called.
func (b *bench) run(cfg Config) (stop func()) {
	m, err := NewMetrics(prometheus.NewRegistry())
	require.NoError(b.t, err)
	return b.serve(&Engine{Source: b.source(), Config: cfg, JS: b.js, Store: b.store, Client: NewClient(cfg.Timeout, cfg.AllowPrivate), Metrics: m,
		Log: zap.NewNop(), Clock: time.Now, Owner: fmt.Sprint(time.Now().UnixNano()), Lease: time.Second})
}

func (b *bench) serve(e *Engine) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); e.Run(ctx) }()
	stop = func() { cancel(); <-done }
	b.t.Cleanup(stop)
	return stop
}

const patience = 2 * time.Minute

func (b *bench) eventually(what string, is func() bool) {
	b.t.Helper()
	require.Eventually(b.t, is, patience, 20*time.Millisecond, what)
}

func numbers(key string, n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("%s %d", key, i))
	}
	return out
}

// Each message comes once in the order of its key, although some fail again and again,
// and the library of Standard Webhooks knows the signatures as good.
func TestEachKeyInOrderOverFailures(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := newReceiver(t, func(body string, try int) (int, http.Header) {
		if strings.HasSuffix(body, "3") && try < 4 {
			return http.StatusInternalServerError, nil
		}
		return http.StatusOK, nil
	})
	b.add("one", r.URL)
	b.run(quick)
	for i := range 20 {
		for _, key := range []string{"a", "b", "c"} {
			b.publish(key, i)
		}
	}
	for _, key := range []string{"a", "b", "c"} {
		b.eventually(key, func() bool { return len(r.got(key)) == 20 })
		require.Equal(t, numbers(key, 20), r.got(key))
	}
	require.Equal(t, 4, r.triesOf("b 13"))
}

// One article that its receiver refuses holds up what follows of it, and nothing else.
func TestWhatFailsHoldsUpItsKeyAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := newReceiver(t, func(body string, _ int) (int, http.Header) {
		if body == "bad 0" {
			return http.StatusUnprocessableEntity, nil
		}
		return http.StatusOK, nil
	})
	b.add("one", r.URL)
	b.run(quick)
	b.publish("bad", 0)
	for i := range 30 {
		b.publish("good", i)
		b.publish("bad", i+1)
	}
	b.eventually("good", func() bool { return len(r.got("good")) == 30 })
	require.Empty(t, r.got("bad"))
	b.eventually("tried again", func() bool { return r.triesOf("bad 0") > 2 })
	p := b.progress("one", func(p Progress) bool { return len(p.Failing) == 1 && p.Next > 60 })
	require.Equal(t, Failing, p.State())
	require.Equal(t, "bad", p.Failing[0].Key)
}

func (b *bench) progress(id string, is func(Progress) bool) (p Progress) {
	b.t.Helper()
	b.eventually("progress", func() (ok bool) {
		var err error
		p, _, err = b.store.Progress(b.t.Context(), id)
		return err == nil && is(p)
	})
	return p
}

// A receiver that is dead, and one that never answers, delay no other.
// TestOfWhatTellsHowAllIsOnlyTheLastIsSent: a source of the latest state posts it once for
// all that waited, with its own header fields, and nothing where there is nothing to send.
func TestOfWhatTellsHowAllIsOnlyTheLastIsSent(t *testing.T) {
	t.Parallel()
	for name, failing := range map[string]bool{"while the receiver is slow": false, "after it failed": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			var mu sync.Mutex
			var posts, state int
			var got []string
			asked, goOn := make(chan struct{}), make(chan struct{})
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				data, _ := io.ReadAll(r.Body)
				mu.Lock()
				posts++
				first := posts == 1
				mu.Unlock()
				if first {
					close(asked)
					<-goOn
				}
				if first && failing {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				got = append(got, r.Header.Get("X-Test")+" "+string(data))
			}))
			t.Cleanup(srv.Close)
			b.add("one", srv.URL)
			source := b.source()
			source.Latest, source.OfKey = true, func(Subscription, string) string { return "test.*" }
			source.Header = func(s Subscription, body []byte) http.Header { return http.Header{"X-Test": {s.ID + string(body)}} }
			source.Event = func(_ Subscription, m *Message) *Event {
				return &Event{ID: "x", Key: "all", At: m.Time, Body: func() ([]byte, error) {
					mu.Lock()
					defer mu.Unlock()
					if state < 0 {
						return nil, nil
					}
					return []byte(fmt.Sprint(state)), nil
				}}
			}
			m, err := NewMetrics(prometheus.NewRegistry())
			require.NoError(t, err)
			b.serve(&Engine{Source: source, Config: quick, JS: b.js, Store: b.store, Client: NewClient(20*time.Second, true), Metrics: m, Log: zap.NewNop(), Clock: time.Now, Owner: "a", Lease: time.Second})
			b.publish("a", 0)
			<-asked
			for i := range 50 {
				b.publish("a", i+1)
			}
			mu.Lock()
			state = 50
			mu.Unlock()
			close(goOn)
			has := func() bool { mu.Lock(); defer mu.Unlock(); return len(got) > 0 && got[len(got)-1] == "one50 50" }
			b.eventually("the last state", has)
			b.progress("one", func(p Progress) bool { return p.Next == 52 && len(p.Failing) == 0 })
			mu.Lock()
			require.LessOrEqual(t, posts, 10, "not one for each message")
			state, posts = -1, 0
			mu.Unlock()
			b.publish("a", 51)
			b.progress("one", func(p Progress) bool { return p.Next == 53 })
			require.Zero(t, posts, "there was nothing to send")
		})
	}
}

func TestDeadReceiversDelayNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	hang := make(chan struct{})
	slow := newReceiver(t, func(string, int) (int, http.Header) { <-hang; return http.StatusOK, nil })
	dead := newReceiver(t, nil)
	dead.Close()
	good := newReceiver(t, nil)
	for i := range 5 {
		b.add(fmt.Sprintf("slow-%d", i), slow.URL)
		b.add(fmt.Sprintf("dead-%d", i), dead.URL)
	}
	b.add("good", good.URL)
	b.run(Config{AllowPrivate: true, Timeout: 10 * time.Minute, FirstRetry: time.Second, MaxRetry: time.Minute, GiveUp: time.Hour})
	t.Cleanup(func() { close(hang) }) // before the end waits for what hangs
	for i := range 200 {
		b.publish(fmt.Sprintf("k%d", i%7), i)
	}
	b.eventually("good", func() bool { good.mu.Lock(); defer good.mu.Unlock(); return len(good.took) == 200 })
	require.Zero(t, len(slow.took))
}

// A receiver that was down gets all, in order, when it is up again; until then it is
// asked one at a time.
func TestDownAndUpAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var up sync.Map
	r := newReceiver(t, func(string, int) (int, http.Header) {
		if _, ok := up.Load("up"); ok {
			return http.StatusOK, nil
		}
		return http.StatusBadGateway, nil
	})
	b.add("one", r.URL)
	stop := b.run(quick)
	for i := range 50 {
		b.publish("a", i)
		b.publish("b", i)
	}
	b.progress("one", func(p Progress) bool { return p.Broken > downAfter+2 })
	stop() // what is to be tried again is known after a restart
	b.run(quick)
	b.progress("one", func(p Progress) bool { return p.Broken > downAfter+4 })
	up.Store("up", true)
	for _, key := range []string{"a", "b"} {
		b.eventually(key, func() bool { return len(r.got(key)) == 50 })
		require.Equal(t, numbers(key, 50), r.got(key))
	}
	p := b.progress("one", func(p Progress) bool { return p.Next > 100 && len(p.Failing) == 0 })
	require.Equal(t, Active, p.State())
}

// What is not taken in time pauses the webhook with the reason; resumed, it goes on
// there.
func TestGivenUpAndResumed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		status int
		want   State
	}{{"paused", http.StatusInternalServerError, Paused}, {"gone", http.StatusGone, Disabled}, {"redirected", http.StatusFound, Paused}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			var up sync.Map
			r := newReceiver(t, func(string, int) (int, http.Header) {
				if _, ok := up.Load("up"); ok {
					return http.StatusOK, nil
				}
				return c.status, http.Header{"Location": {"/elsewhere"}}
			})
			b.add("one", r.URL)
			cfg := quick
			cfg.GiveUp = 500 * time.Millisecond
			b.run(cfg)
			for i := range 5 {
				b.publish("a", i)
			}
			p := b.progress("one", func(p Progress) bool { return p.State() == c.want })
			require.NotEmpty(t, p.Reason)
			log, err := b.store.Log(t.Context(), "one")
			require.NoError(t, err)
			require.NotEmpty(t, log)
			require.Equal(t, c.status, log[0].Status)
			up.Store("up", true)
			require.NoError(t, b.store.Resume(t.Context(), "one", nil, time.Now()))
			b.eventually("all", func() bool { return len(r.got("a")) == 5 })
			require.Equal(t, numbers("a", 5), r.got("a"))
		})
	}
}

// A receiver that asks for less with 429 and Retry-After is left alone for so long.
// TestAMessageThatIsRefusedForGoodIsLeftOut: others are taken meanwhile, also those that
// come when the receiver is taken for down; it alone is given up, and what follows of its
// key goes on. One that must come pauses the webhook.
func TestAMessageThatIsRefusedForGoodIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, must := range []bool{false, true} {
		t.Run(fmt.Sprint("must ", must), func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			r := newReceiver(t, func(body string, _ int) (int, http.Header) {
				if body == "b 0" {
					return http.StatusUnprocessableEntity, nil
				}
				return http.StatusOK, nil
			})
			r.anyTime.Store(true)
			b.add("one", r.URL)
			source, event := b.source(), b.source().Event
			source.Event = func(s Subscription, m *Message) *Event {
				e := event(s, m)
				e.Must = must
				return e
			}
			var late atomic.Int64 // hours
			m, err := NewMetrics(prometheus.NewRegistry())
			require.NoError(t, err)
			cfg := quick
			cfg.GiveUp, cfg.Timeout = 48*time.Hour, 20*time.Second
			b.serve(&Engine{Source: source, Config: cfg, JS: b.js, Store: b.store, Client: NewClient(cfg.Timeout, true), Metrics: m, Log: zap.NewNop(), Owner: "a", Lease: time.Second,
				Clock: func() time.Time { return time.Now().Add(time.Duration(late.Load()) * time.Hour) }})
			b.publish("b", 0)
			b.publish("b", 1)
			b.progress("one", func(p Progress) bool { return p.Broken >= downAfter })
			for i := range 3 {
				b.publish("a", i)
			}
			b.eventually("the others", func() bool { return len(r.got("a")) == 3 })
			b.progress("one", func(p Progress) bool { return len(p.Failing) == 1 && p.Took.After(p.Failing[0].Since) })
			late.Store(49)
			if must {
				b.progress("one", func(p Progress) bool { return p.State() == Paused })
				require.Empty(t, r.got("b"))
				return
			}
			b.eventually("what follows it", func() bool { return len(r.got("b")) == 1 })
			b.progress("one", func(p Progress) bool { return p.State() == Active })
			require.Equal(t, numbers("a", 3), r.got("a"))
			b.eventually("the log", func() bool {
				log, err := b.store.Log(t.Context(), "one")
				return err == nil && slices.ContainsFunc(log, func(a Attempt) bool { return a.LeftOut && a.Status == http.StatusUnprocessableEntity })
			})
		})
	}
}

func TestRetryAfterIsRespected(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := newReceiver(t, func(string, int) (int, http.Header) {
		return http.StatusTooManyRequests, http.Header{"Retry-After": {"3600"}}
	})
	b.add("one", r.URL)
	b.run(quick)
	b.publish("a", 0)
	p := b.progress("one", func(p Progress) bool { return len(p.Failing) == 1 })
	require.Greater(t, time.Until(p.Due), 50*time.Minute)
	b.publish("b", 0)
	b.progress("one", func(p Progress) bool { return p.Next == 2 || p.Next == 3 })
	require.Zero(t, r.triesOf("b 0"))
	require.Equal(t, 1, r.triesOf("a 0"))
}

// Two processes: one serves, and the other goes on when it ends. Nothing is left out.
func TestAnotherProcessGoesOn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := newReceiver(t, nil)
	b.add("one", r.URL)
	first := b.run(quick)
	b.run(quick)
	for i := range 100 {
		b.publish("a", i)
		if i == 50 {
			go first()
		}
	}
	b.eventually("all", func() bool { return len(r.got("a")) == 100 })
	require.Equal(t, numbers("a", 100), r.got("a"))
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, nil)
	c := NewClient(time.Second, false)
	require.ErrorIs(t, c.Post(t.Context(), r.URL, http.Header{}, nil, time.Now()).Err, errPlain)
	a := c.Post(t.Context(), strings.Replace(r.URL, "http:", "https:", 1), http.Header{}, nil, time.Now())
	require.ErrorIs(t, a.Err, ErrPrivate)
	require.Equal(t, "refused-address", answerLabel(a))
	require.Error(t, CheckURL("http://example.com/hook", false))
	require.Error(t, CheckURL("https://user@example.com/hook", true))
	require.Error(t, CheckURL("https://", true))
	require.Error(t, CheckURL("/hook", true))
	require.Error(t, CheckURL("https://example.com/#x", true))
	require.NoError(t, CheckURL("https://example.com/hook?x=1", false))
}

// While a secret changes, receivers that have the old one and those that have the new
// one both know the signature.
func TestSecretsRotate(t *testing.T) {
	t.Parallel()
	now := time.Now()
	sub := Subscription{Secrets: []Key{{Secret: testSecret}}}
	next, err := NewSecret(strings.NewReader(strings.Repeat("x", secretBytes)))
	require.NoError(t, err)
	sub.Rotate(next, now, time.Hour)
	require.Equal(t, []string{next, testSecret}, sub.Signing(now))
	signature, err := Sign(sub.Signing(now), "msg_1", now, []byte("{}"))
	require.NoError(t, err)
	for _, secret := range []string{next, testSecret} {
		v, err := standardwebhooks.NewWebhook(secret)
		require.NoError(t, err)
		h := http.Header{}
		h.Set(HeaderID, "msg_1")
		h.Set(HeaderTimestamp, fmt.Sprint(now.Unix()))
		h.Set(HeaderSignature, signature)
		require.NoError(t, v.Verify([]byte("{}"), h))
		require.Error(t, v.Verify([]byte("{ }"), h))
	}
	require.Equal(t, []string{next}, sub.Signing(now.Add(2*time.Hour)))
	for i := range 10 {
		sub.Rotate(fmt.Sprint(next, i), now, time.Hour)
	}
	require.Len(t, sub.Secrets, maxSecrets)
	require.Error(t, CheckSecret("whsec_short"))
	require.Error(t, CheckSecret(strings.TrimPrefix(testSecret, "whsec_")))
	require.NoError(t, CheckSecret(testSecret))
}

func TestBackoffDoublesUpToTheLongest(t *testing.T) {
	t.Parallel()
	c := Config{FirstRetry: 5 * time.Second, MaxRetry: time.Hour}
	for n, want := range map[int]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 4: 40 * time.Second, 10: 2560 * time.Second, 11: time.Hour, 1000: time.Hour} {
		require.Equal(t, want, c.backoff(n, 0), n)
		require.Equal(t, want-want/5, c.backoff(n, 1), n)
	}
}
