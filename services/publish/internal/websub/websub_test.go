package websub

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
)

// bench is a hub whose feed is the data of the last message of NEWS.
type bench struct {
	t       *testing.T
	js      jetstream.JetStream
	api     *httptest.Server
	store   webhook.Store
	metrics *webhook.Metrics
	cfg     Config
	status  atomic.Int64 // of the feed; 0 is 200
	late    atomic.Int64 // what is added to the clock, in nanoseconds
	hub     *Hub
}

var quick = webhook.Config{AllowPrivate: true, Timeout: 5 * time.Second, FirstRetry: 20 * time.Millisecond, MaxRetry: 100 * time.Millisecond, GiveUp: time.Hour}

func newBench(t *testing.T, cfg Config, hooks webhook.Config) *bench {
	t.Helper()
	b := &bench{t: t, cfg: cfg}
	var err error
	b.js, err = jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), b.js, contract.StreamOptions{}))
	kv, err := b.js.KeyValue(t.Context(), contract.BucketWebhooks)
	require.NoError(t, err)
	b.store = webhook.Store{KV: kv}
	b.metrics, err = webhook.NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	b.hub = b.newHub(hooks)
	mux := http.NewServeMux()
	b.hub.Mount(mux)
	b.api = httptest.NewServer(mux)
	t.Cleanup(b.api.Close)
	return b
}

func (b *bench) newHub(hooks webhook.Config) *Hub {
	h := New(Deps{Config: b.cfg, Hooks: hooks, JS: b.js, Store: b.store, Feeds: http.HandlerFunc(b.feed), Listed: b.last, Metrics: b.metrics, Log: zap.NewNop(),
		Limiter: limit.New(nil, time.Now), Address: func(r *http.Request) string { return r.RemoteAddr }, Clock: func() time.Time { return time.Now().Add(time.Duration(b.late.Load())) }})
	h.engine.Lease = time.Second
	return h
}

func (b *bench) last(ctx context.Context) (uint64, error) {
	s, err := b.js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return 0, err
	}
	return s.CachedInfo().State.LastSeq, nil
}

func (b *bench) feed(w http.ResponseWriter, r *http.Request) {
	if status := b.status.Load(); status != 0 {
		w.WriteHeader(int(status))
		return
	}
	s, err := b.js.Stream(r.Context(), contract.StreamNews)
	if err == nil {
		var m *jetstream.RawStreamMsg
		if m, err = s.GetLastMsgForSubject(r.Context(), "news.>"); err == nil {
			_, _ = w.Write(m.Data)
		}
	}
}

// run serves until the test, or what it gives is called.
func (b *bench) run(h *Hub) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	b.t.Cleanup(stop)
	return stop
}

func (b *bench) publish(subject, text string) {
	_, err := b.js.Publish(b.t.Context(), contract.Written(subject), []byte(text))
	require.NoError(b.t, err)
}

func (b *bench) topic() string { return b.api.URL + "/v1/articles?format=atom&language=en" }

// ask posts to the hub, and gives the status and the answer.
func (b *bench) ask(form url.Values) (int, string) {
	resp, err := http.PostForm(b.api.URL+Path, form)
	require.NoError(b.t, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(b.t, err)
	return resp.StatusCode, string(text)
}

func (b *bench) form(s *subscriber, mode string) url.Values {
	return url.Values{"hub.mode": {mode}, "hub.callback": {s.URL + "/hook?of=me"}, "hub.topic": {b.topic()}, "hub.secret": {"s3cret"}, "hub.lease_seconds": {"3600"}}
}

func (b *bench) count() int {
	list, err := b.store.List(b.t.Context(), webhook.SourceWebSub)
	require.NoError(b.t, err)
	return len(list)
}

func (b *bench) subscribe(s *subscriber) {
	status, text := b.ask(b.form(s, "subscribe"))
	require.Equal(b.t, http.StatusAccepted, status, text)
	b.eventually(func() bool { return b.count() > 0 })
}

func (b *bench) eventually(is func() bool) {
	b.t.Helper()
	require.Eventually(b.t, is, time.Minute, 20*time.Millisecond)
}

// subscriber is one over HTTP.
type subscriber struct {
	*httptest.Server
	refuse atomic.Bool  // what it is asked
	status atomic.Int64 // of its answers to the feed; 0 is 200

	mu    sync.Mutex
	asked []url.Values
	got   []string
	heads []http.Header
	tries int
}

func newSubscriber(t *testing.T) *subscriber {
	t.Helper()
	s := &subscriber{}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *subscriber) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method == http.MethodGet {
		s.asked = append(s.asked, r.URL.Query())
		if s.refuse.Load() {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = io.WriteString(w, r.URL.Query().Get("hub.challenge"))
		return
	}
	s.tries++
	if status := s.status.Load(); status != 0 {
		w.WriteHeader(int(status))
		return
	}
	s.got, s.heads = append(s.got, string(body)), append(s.heads, r.Header)
}

func (s *subscriber) has(text string) func() bool {
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.got) > 0 && s.got[len(s.got)-1] == text
	}
}

func (s *subscriber) questions() []url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

func TestASubscriberGetsTheFeedWheneverItChanges(t *testing.T) {
	t.Parallel()
	b, s := newBench(t, Config{}, quick), newSubscriber(t)
	b.run(b.hub)
	b.publish("news.a.new.4.en.none.acme", "before")
	b.subscribe(s)
	q := s.questions()[0]
	require.Equal(t, "me", q.Get("of"), "what the callback's address has stays")
	require.Equal(t, []string{"subscribe", b.topic(), "3600"}, []string{q.Get("hub.mode"), q.Get("hub.topic"), q.Get("hub.lease_seconds")})

	b.publish("news.a.update.4.en.none.acme", "<feed>a</feed>")
	b.eventually(s.has("<feed>a</feed>"))
	head := s.heads[0]
	mac := hmac.New(sha256.New, []byte("s3cret"))
	mac.Write([]byte("<feed>a</feed>"))
	require.Equal(t, "sha256="+hex.EncodeToString(mac.Sum(nil)), head.Get("X-Hub-Signature"))
	require.Equal(t, "application/atom+xml", head.Get("Content-Type"))
	require.Equal(t, []string{"<" + b.api.URL + `/v1/websub>; rel="hub"`, "<" + b.topic() + `>; rel="self"`}, head["Link"])
	require.Empty(t, head.Get("Webhook-Id"))

	b.publish("news.b.new.4.de.none.acme", "<feed>a</feed>") // changes nothing that the feed shows
	b.publish("news.a.kill.4.en.none.acme", "<feed/>")
	b.eventually(s.has("<feed/>"))
	require.NotContains(t, s.got, "before", "from the subscription on")
	for i := range len(s.got) - 1 {
		require.NotEqual(t, s.got[i], s.got[i+1], "what has not changed is not sent")
	}

	status, _ := b.ask(b.form(s, "unsubscribe"))
	require.Equal(t, http.StatusAccepted, status)
	b.eventually(func() bool { return b.count() == 0 })
	require.Equal(t, "unsubscribe", s.questions()[1].Get("hub.mode"))
}

func TestWhatFailsIsSentAgainAsItThenIs(t *testing.T) {
	t.Parallel()
	b, s := newBench(t, Config{}, quick), newSubscriber(t)
	stop := b.run(b.hub)
	b.subscribe(s)
	s.status.Store(http.StatusInternalServerError)
	for i := range 20 {
		b.publish("news.a.update.4.en.none.acme", strconv.Itoa(i))
	}
	b.eventually(func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.tries > 0 })
	stop() // and over another process
	b.publish("news.a.update.4.en.none.acme", "last")
	b.run(b.newHub(quick))
	s.status.Store(0)
	b.eventually(s.has("last"))
	s.mu.Lock()
	defer s.mu.Unlock()
	require.LessOrEqual(t, len(s.got), 3, "what waited is one feed, not one for each message")
}

func TestALeaseEndsUnlessItIsRenewed(t *testing.T) {
	t.Parallel()
	b, s := newBench(t, Config{Lease: 2 * time.Hour}, quick), newSubscriber(t)
	b.run(b.hub)
	b.subscribe(s)
	b.late.Store(int64(50 * time.Minute))
	before := len(s.questions())
	status, _ := b.ask(b.form(s, "subscribe"))
	require.Equal(t, http.StatusAccepted, status)
	b.eventually(func() bool { return len(s.questions()) > before })
	id := idOf(asked{callback: s.URL + "/hook?of=me", topic: b.topic()})
	b.eventually(func() bool {
		sub, _, err := b.store.Get(t.Context(), webhook.SourceWebSub, id)
		return err == nil && termsOf(*sub).Expires.After(time.Now().Add(100*time.Minute))
	})
	require.Equal(t, 1, b.count(), "the same subscription")
	b.late.Store(int64(70 * time.Minute))
	b.publish("news.a.new.4.en.none.acme", "still")
	b.eventually(s.has("still"))
	b.late.Store(int64(3 * time.Hour))
	b.eventually(func() bool { return b.count() == 0 })
}

func TestWhoDoesNotWantItGetsNothing(t *testing.T) {
	t.Parallel()
	b, s := newBench(t, Config{}, quick), newSubscriber(t)
	s.refuse.Store(true)
	status, _ := b.ask(b.form(s, "subscribe"))
	require.Equal(t, http.StatusAccepted, status)
	b.eventually(func() bool { return len(s.questions()) == 1 && len(b.hub.verifying) == 0 })
	require.Zero(t, b.count())

	s.refuse.Store(false)
	b.subscribe(s)
	s.refuse.Store(true) // a stranger wants to end it
	status, _ = b.ask(b.form(s, "unsubscribe"))
	require.Equal(t, http.StatusAccepted, status)
	b.eventually(func() bool { return len(s.questions()) == 3 && len(b.hub.verifying) == 0 })
	require.Equal(t, 1, b.count())
}

func TestWhatIsNoSubscriptionIsRefused(t *testing.T) {
	t.Parallel()
	b, s := newBench(t, Config{PerHost: 1}, quick), newSubscriber(t)
	change := func(name, value string) url.Values {
		f := b.form(s, "subscribe")
		f.Set(name, value)
		return f
	}
	for name, c := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"no mode":          {change("hub.mode", "publish"), 400, "hub.mode"},
		"no callback":      {change("hub.callback", "here"), 400, "hub.callback"},
		"another scheme":   {change("hub.callback", "ftp://example.com/"), 400, "hub.callback"},
		"a long callback":  {change("hub.callback", "https://example.com/"+strings.Repeat("a", 2000)), 400, "2000 bytes"},
		"no topic":         {change("hub.topic", ""), 400, "hub.topic"},
		"another host":     {change("hub.topic", "http://example.com/v1/articles?format=atom"), 400, "no feed of this hub"},
		"another path":     {change("hub.topic", b.api.URL+"/v1/webhooks?format=atom"), 400, "no feed of this hub"},
		"no format":        {change("hub.topic", b.api.URL+"/v1/articles"), 400, "format=atom"},
		"another page":     {change("hub.topic", b.topic()+"&cursor=5"), 400, "cursor"},
		"no lease":         {change("hub.lease_seconds", "soon"), 400, "hub.lease_seconds"},
		"a long secret":    {change("hub.secret", strings.Repeat("a", 200)), 400, "hub.secret"},
		"too large a form": {change("x", strings.Repeat("a", 20_000)), 400, "no form"},
	} {
		status, text := b.ask(c.form)
		require.Equal(t, c.status, status, name)
		require.Contains(t, text, c.says, name)
	}
	for status, want := range map[int64]int{http.StatusUnauthorized: http.StatusForbidden, http.StatusBadRequest: http.StatusBadRequest, http.StatusServiceUnavailable: http.StatusServiceUnavailable} {
		b.status.Store(status)
		got, _ := b.ask(b.form(s, "subscribe"))
		require.Equal(t, want, got)
	}
	b.status.Store(0)
	b.publish("news.a.new.4.en.none.acme", "a")
	b.subscribe(s)
	status, text := b.ask(change("hub.callback", s.URL+"/another"))
	require.Equal(t, http.StatusForbidden, status)
	require.Contains(t, text, "too-many-subscriptions")
	status, _ = b.ask(b.form(s, "subscribe"))
	require.Equal(t, http.StatusAccepted, status, "the same one again")
	for range 1000 { // one comes back in two seconds, however slow this is
		if status, _ = b.ask(b.form(s, "subscribe")); status == http.StatusTooManyRequests {
			break
		}
	}
	require.Equal(t, http.StatusTooManyRequests, status)
}

func TestPrivateAddressesAreNotAsked(t *testing.T) {
	t.Parallel()
	outside := quick
	outside.AllowPrivate = false
	b, s := newBench(t, Config{}, outside), newSubscriber(t)
	form := b.form(s, "subscribe")
	form.Set("hub.callback", strings.Replace(s.URL, "http://", "https://", 1))
	status, text := b.ask(form)
	require.Equal(t, http.StatusAccepted, status, text)
	b.eventually(func() bool { return len(b.hub.verifying) == 0 })
	require.Empty(t, s.questions())
	require.Zero(t, b.count())
}

func TestNoHub(t *testing.T) {
	t.Parallel()
	b, s := newBench(t, Config{Total: -1}, quick), newSubscriber(t)
	status, _ := b.ask(b.form(s, "subscribe"))
	require.Equal(t, http.StatusNotFound, status)
	require.Error(t, Config{PerHost: -1}.Validate())
	require.Error(t, Config{Lease: time.Second}.Validate())
	require.NoError(t, Config{}.Validate())
}
