package poll_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/contract"
	inspect "github.com/wireroom/wireroom/pkg/inspect/feeds"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
	"github.com/wireroom/wireroom/services/ingest/internal/poll"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// feeds is a server of the tests: each path answers as its function says.
type feeds struct {
	*httptest.Server
	mu    sync.Mutex
	paths map[string]http.HandlerFunc
	asked map[string]int
}

func newFeeds(t *testing.T) *feeds {
	f := &feeds{paths: map[string]http.HandlerFunc{}, asked: map[string]int{}}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.asked[r.URL.Path]++
		h := f.paths[r.URL.Path]
		f.mu.Unlock()
		if h == nil {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

func (f *feeds) on(path string, h http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.paths[path] = h
}

func (f *feeds) count(path string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[path]
}

type providers []provider.Provider

func (p providers) All() []provider.Provider { return p }

// site is a poller over a real JetStream, with a clock of the test's.
type site struct {
	*poll.Poller
	t    *testing.T
	deps poll.Deps
	js   jetstream.JetStream
	now  *atomic.Int64
}

func newSite(t *testing.T, what ...provider.Poll) *site {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	w, err := raw.New(t.Context(), js, 5*time.Second, false)
	require.NoError(t, err)
	bucket, err := js.KeyValue(t.Context(), contract.BucketPoll)
	require.NoError(t, err)
	metrics, err := poll.NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	s := &site{t: t, js: js, now: &atomic.Int64{}}
	s.now.Store(time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC).UnixNano())
	s.deps = poll.Deps{Bucket: bucket, Client: outgoing.New(), Store: w.Store, Metrics: metrics, Log: zap.NewNop(), NewID: uuid.NewString,
		Providers: providers{{ID: "fjord", Polls: what, Limits: provider.Limits{MaxBytes: 2000}}},
		Clock:     func() time.Time { return time.Unix(0, s.now.Load()).UTC() }, Random: func() float64 { return 0.5 }}
	s.Poller = poll.New(s.deps)
	return s
}

// look lets time go by and polls what is due.
func (s *site) look(after time.Duration) {
	s.now.Add(int64(after))
	s.Look(s.t.Context())
	s.Wait()
}

func (s *site) stored() []*jetstream.RawStreamMsg {
	s.t.Helper()
	stream, err := s.js.Stream(s.t.Context(), contract.StreamRaw)
	require.NoError(s.t, err)
	var out []*jetstream.RawStreamMsg
	for seq := uint64(1); seq <= stream.CachedInfo().State.LastSeq; seq++ {
		m, err := stream.GetMsg(s.t.Context(), seq)
		require.NoError(s.t, err)
		out = append(out, m)
	}
	return out
}

func feedAt(url string) provider.Poll {
	return provider.Poll{URL: url, Kind: provider.Feed, Min: time.Minute, Max: 24 * time.Hour, AllowPrivate: true}
}

func TestAFeedIsAskedForAtItsPaceAndStoredWhenItChanges(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	var version atomic.Int64
	f.on("/feed", func(w http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"v%d"`, version.Load())
		w.Header().Set("ETag", tag)
		w.Header().Set("Content-Type", "application/rss+xml")
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = fmt.Fprintf(w, "<rss><channel><ttl>30</ttl><title>v%d</title></channel>", version.Load()) // broken: normalize says so
	})
	s := newSite(t, feedAt(f.URL+"/feed"))
	s.look(0)
	require.Len(t, s.stored(), 1)
	require.Equal(t, "application/rss+xml", s.stored()[0].Header.Get(contract.HeaderContentType))
	s.look(20 * time.Minute)
	require.Equal(t, 1, f.count("/feed"), "not before the feed's own pace")
	s.look(11 * time.Minute)
	require.Equal(t, 2, f.count("/feed"))
	require.Len(t, s.stored(), 1, "304")
	version.Add(1)
	s.look(31 * time.Minute)
	require.Len(t, s.stored(), 2)

	again := poll.New(s.deps) // after a restart
	again.Look(t.Context())
	again.Wait()
	require.Equal(t, 3, f.count("/feed"), "the state is not in the process")
}

// Who changes the settings of an address, or has it polled, does not wait for its pace.
func TestAFeedIsAskedAtOnceWhenItsSettingsChangeOrAnOperatorWantsIt(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	f.on("/feed", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss/>")) })
	what := feedAt(f.URL + "/feed")
	what.Every = 6 * time.Hour
	s := newSite(t, what)
	s.look(0)
	s.look(time.Minute)
	require.Equal(t, 1, f.count("/feed"))
	what.Every = 5 * time.Hour
	s.deps.Providers = providers{{ID: "fjord", Polls: []provider.Poll{what}, Limits: provider.Limits{MaxBytes: 2000}}}
	s.Poller = poll.New(s.deps)
	s.look(0)
	require.Equal(t, 2, f.count("/feed"))
	s.look(20 * time.Second)
	require.Equal(t, 2, f.count("/feed"))

	states, err := inspect.Open(t.Context(), s.js)
	require.NoError(t, err)
	known, err := states.Poll(t.Context(), "fjord", what.URL)
	require.NoError(t, err)
	require.True(t, known)
	s.look(20 * time.Second)
	require.Equal(t, 3, f.count("/feed"))
}

// What goes to and fro is stored each time it changes, also on one day.
func TestWhatGoesToAndFroIsStoredEachTime(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	var version atomic.Int64
	f.on("/feed", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, "<rss><channel><title>v%d</title></channel></rss>", version.Load()%2)
	})
	s := newSite(t, feedAt(f.URL+"/feed"))
	for n := range 6 {
		s.look(20 * time.Minute)
		require.Len(t, s.stored(), n+1)
		s.look(20 * time.Minute)
		require.Len(t, s.stored(), n+1, "it is as it was")
		version.Add(1)
	}
}

func TestAnswersOfEveryKind(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	ok := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss/>")) }
	f.on("/new", ok)
	f.on("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusMovedPermanently) })
	f.on("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	f.on("/limited", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	f.on("/broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	f.on("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte(strings.Repeat("x", 1000))); err != nil {
				return
			}
		}
	})
	var what []provider.Poll
	for _, path := range []string{"/old", "/gone", "/limited", "/broken", "/endless"} {
		what = append(what, feedAt(f.URL+path))
	}
	s := newSite(t, what...)
	s.look(0)
	require.Len(t, s.stored(), 1)
	s.look(50 * time.Second)
	require.Equal(t, 1, f.count("/broken"))
	s.look(20 * time.Second)
	require.Equal(t, 2, f.count("/broken"), "a minute after a failure")
	s.look(70 * time.Second)
	require.Equal(t, 2, f.count("/broken"))
	s.look(70 * time.Second)
	require.Equal(t, 3, f.count("/broken"), "two minutes after the second")
	require.Equal(t, 1, f.count("/gone"))
	require.Equal(t, 1, f.count("/limited"))
	for range 10 {
		s.look(17 * time.Minute)
	}
	require.Equal(t, 13, f.count("/broken"), "never later than its own pace")
	require.Equal(t, 2, f.count("/limited"), "Retry-After is over")
	s.look(30 * 24 * time.Hour)
	require.Equal(t, 1, f.count("/gone"), "410 is for good")
	require.Len(t, s.stored(), 1)
}

func TestPrivateAddressesAreNotReached(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	f.on("/feed", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss/>")) })
	what := feedAt(f.URL + "/feed")
	what.AllowPrivate = false
	s := newSite(t, what)
	s.look(0)
	require.Zero(t, f.count("/feed"))
	require.Empty(t, s.stored())
}

// What opens a feed is in its address; it must not get into logs.
func TestNoSecretOfAnAddressIsLogged(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	f.on("/failing", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	f.on("/large", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 3000)) })
	f.on("/moving", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/moved?token=hush", http.StatusMovedPermanently)
	})
	f.on("/moved", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss/>")) })
	at := func(path string) provider.Poll {
		return feedAt(strings.Replace(f.URL, "http://", "http://user:hush@", 1) + path + "?token=hush")
	}
	private := at("/private")
	private.AllowPrivate = false
	s := newSite(t, at("/failing"), at("/large"), at("/moving"), private, feedAt("http://user:hush@nowhere.invalid/?token=hush"))
	core, logs := observer.New(zap.DebugLevel)
	s.deps.Log = zap.New(core)
	s.Poller = poll.New(s.deps)
	s.look(0)
	require.Len(t, logs.All(), 4)
	for _, entry := range logs.All() {
		require.NotContains(t, fmt.Sprint(entry.Message, entry.ContextMap()), "hush")
	}
}

func TestRobotsAreObeyedForPages(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	page := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html><p>x</p></html>")) }
	f.on("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /secret\n"))
	})
	f.on("/open", page)
	f.on("/secret/page", page)
	open, secret := feedAt(f.URL+"/open"), feedAt(f.URL+"/secret/page")
	open.Kind, secret.Kind = provider.Page, provider.Page
	s := newSite(t, open, secret)
	s.look(0)
	require.Equal(t, 1, f.count("/open"))
	require.Zero(t, f.count("/secret/page"))
	s.look(time.Hour)
	require.LessOrEqual(t, f.count("/robots.txt"), 2, "a day fresh; both may have asked at once")
}

func TestReplicasPollEachOnce(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	var what []provider.Poll
	for i := range 20 {
		path := fmt.Sprintf("/feed%d", i)
		f.on(path, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("<rss>" + r.URL.Path + "</rss>")) })
		what = append(what, feedAt(f.URL+path))
	}
	s := newSite(t, what...)
	for range 3 { // rounds
		var all sync.WaitGroup
		for range 3 { // replicas
			replica := poll.New(s.deps)
			all.Go(func() { replica.Look(t.Context()); replica.Wait() })
		}
		all.Wait()
		s.now.Add(int64(20 * time.Minute))
	}
	for i := range 20 {
		require.Equal(t, 3, f.count(fmt.Sprintf("/feed%d", i)))
	}
	require.Len(t, s.stored(), 20)
}

// A permanent redirect is remembered after it led to a feed several times, and forgotten
// with the first bad answer of where it led.
func TestARedirectIsBelievedWhenItProvedRight(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]http.HandlerFunc{
		"404": http.NotFound,
		"500": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"410": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) },
		"login": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<!DOCTYPE html><html><body>Sign in"))
		},
		"empty": func(http.ResponseWriter, *http.Request) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFeeds(t)
			f.on("/new", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss/>")) })
			f.on("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusMovedPermanently) })
			s := newSite(t, feedAt(f.URL+"/old"))
			for range 3 {
				s.look(16 * time.Minute)
			}
			require.Equal(t, 3, f.count("/old"), "not believed at once")
			s.look(16 * time.Minute)
			require.Equal(t, 3, f.count("/old"), "remembered")
			require.Equal(t, 4, f.count("/new"))
			f.on("/new", bad)
			s.look(16 * time.Minute)
			require.Equal(t, 5, f.count("/new"))
			f.on("/old", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss>back</rss>")) })
			s.look(time.Hour)
			require.Equal(t, 4, f.count("/old"), "back to the address that was agreed upon")
			require.Equal(t, 5, f.count("/new"))
			require.Len(t, s.stored(), 2)
		})
	}
}

func TestAPageIsNoFeed(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	bodies := map[string]string{
		"/login": "<!doctype html><html><head><title>Sign in</title>", "/xhtml": "\ufeff<?xml version=\"1.0\"?>\n<!-- x --><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML\"><html/>",
		"/part": "<script>location='/x'</script>", "/text": "Service is down", "/feed": "<?xml version=\"1.0\"?><!-- <html> --><rss/>", "/json": "{\"items\":[]}", "/utf16": "\xff\xfe<\x00r\x00s\x00s\x00/\x00>\x00",
	}
	var what []provider.Poll
	for path, body := range bodies {
		f.on(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
		what = append(what, feedAt(f.URL+path))
	}
	s := newSite(t, what...)
	s.look(0)
	require.Len(t, s.stored(), 3)
}

// What headers and files of a site say of machines goes with the document, and where it
// came from.
func TestWhatASiteSaysOfMachines(t *testing.T) {
	t.Parallel()
	f := newFeeds(t)
	f.on("/a/feed", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss>a</rss>")) })
	f.on("/b/feed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Usage", "train-ai=y")
		_, _ = w.Write([]byte("<rss>b</rss>"))
	})
	f.on("/.well-known/tdmrep.json", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"location":"/a/*","tdm-reservation":1,"tdm-policy":"https://fjord.example/policy"}]`))
	})
	f.on("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("License: " + f.URL + "/rsl.xml\nUser-agent: *\nContent-Signal: search=yes\nDisallow: /\n"))
	})
	f.on("/rsl.xml", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>`))
	})
	s := newSite(t, feedAt(f.URL+"/a/feed?token=hush"), feedAt(f.URL+"/b/feed"))
	s.look(0)
	got := map[string]string{}
	for _, m := range s.stored() {
		got[strings.TrimPrefix(m.Header.Get(contract.HeaderBaseURL), f.URL)] = m.Header.Get(contract.HeaderMachineUse)
	}
	require.Equal(t, map[string]string{
		"/a/feed": `training=not-allowed, input=not-allowed, indexing=allowed, policy="https://fjord.example/policy"`,
		"/b/feed": `training=allowed, indexing=allowed, policy="` + f.URL + `/rsl.xml"`,
	}, got, "a feed's own word stands over its site's")
	require.LessOrEqual(t, f.count("/.well-known/tdmrep.json"), 2)
	s.look(2 * time.Hour)
	require.LessOrEqual(t, f.count("/rsl.xml"), 2, "a day fresh")
}

// Who publishes a feed chooses its hub: that the feed may be inside says nothing of the hub.
func TestAHubDoesNotTakeOverWhatItsFeedMayReach(t *testing.T) {
	t.Parallel()
	for _, allowed := range []bool{false, true} {
		f := newFeeds(t)
		f.on("/feed", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<rss><channel/></rss>")) })
		what := feedAt(f.URL + "/feed")
		what.AllowPrivateHub = allowed
		s := newSite(t, what)
		found := make(chan bool, 1)
		s.deps.Found = func(_ context.Context, _, _ string, _ *outgoing.Answer, allowPrivateHub bool) {
			found <- allowPrivateHub
		}
		s.Poller = poll.New(s.deps)
		s.look(0)
		require.Equal(t, allowed, <-found)
	}
}
