package websub_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/websub"
)

// hub is a hub of the tests: it notes what it is asked and verifies it.
type hub struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []url.Values
	refuse atomic.Bool
}

func newHub(t *testing.T) *hub {
	h := &hub{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		h.mu.Lock()
		h.asked = append(h.asked, r.PostForm)
		h.mu.Unlock()
		if h.refuse.Load() {
			http.Error(w, "no such topic", http.StatusForbidden)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hub) requests() []url.Values {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]url.Values(nil), h.asked...)
}

type providers struct{}

func (providers) Get(id string) (provider.Provider, bool) {
	return provider.Provider{ID: id, Limits: provider.Limits{MaxBytes: 1000}}, id == "fjord"
}

type site struct {
	*websub.Subscriber
	*httptest.Server
	js     jetstream.JetStream
	bucket jetstream.KeyValue
	now    *atomic.Int64
}

func newSite(t *testing.T) *site {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	s := &site{js: js, now: &atomic.Int64{}}
	s.now.Store(time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC).UnixNano())
	s.bucket, err = js.KeyValue(t.Context(), contract.BucketWebSub)
	require.NoError(t, err)
	mux := http.NewServeMux()
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	s.Subscriber = s.replica(t)
	s.Mount(mux)
	return s
}

func (s *site) replica(t *testing.T) *websub.Subscriber {
	t.Helper()
	w, err := raw.New(t.Context(), s.js, 5*time.Second, false)
	require.NoError(t, err)
	return websub.New(websub.Deps{Bucket: s.bucket, Post: post, Store: w.Store, Providers: providers{}, PublicURL: s.URL, Log: zap.NewNop(),
		Clock: func() time.Time { return time.Unix(0, s.now.Load()).UTC() }, NewID: uuid.NewString})
}

func post(ctx context.Context, address string, form url.Values, _ bool) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

const feed = "https://fjord.example/feed"

func (s *site) get(t *testing.T, callback string, q url.Values) (int, string) {
	t.Helper()
	resp, err := http.Get(callback + "?" + q.Encode())
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

func (s *site) distribute(t *testing.T, callback, signature, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, callback, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("X-Hub-Signature", signature)
	req.Header.Set("Content-Type", "application/atom+xml")
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

func (s *site) stored(t *testing.T) uint64 {
	t.Helper()
	stream, err := s.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	return stream.CachedInfo().State.Msgs
}

func sign(secret, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func TestFromTheFirstLookToSignedContent(t *testing.T) {
	t.Parallel()
	s, h := newSite(t), newHub(t)
	found := websub.Hub{URL: h.URL, Topic: "https://fjord.example/topic"}
	require.NoError(t, s.Offer(t.Context(), "fjord", feed, found, true))
	require.NoError(t, s.Offer(t.Context(), "fjord", feed, found, true), "once is enough")
	asked := h.requests()
	require.Len(t, asked, 1)
	require.Equal(t, "subscribe", asked[0].Get("hub.mode"))
	callback, secret := asked[0].Get("hub.callback"), asked[0].Get("hub.secret")
	require.False(t, s.Active(t.Context(), "fjord", feed), "not before the hub has verified")

	verify := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"https://fjord.example/other"}, "hub.challenge": {"c1"}, "hub.lease_seconds": {"36000"}}
	code, _ := s.get(t, callback, verify)
	require.Equal(t, http.StatusNotFound, code, "a topic that nobody asked for")
	verify.Set("hub.topic", found.Topic)
	code, _ = s.get(t, callback+"0", verify)
	require.Equal(t, http.StatusNotFound, code)
	code, text := s.get(t, callback, verify)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "c1", text)
	require.True(t, s.Active(t.Context(), "fjord", feed))

	const body = "<feed/>"
	old := hmac.New(sha1.New, []byte(secret))
	old.Write([]byte("<feed>2</feed>"))
	for _, c := range []struct {
		name, signature, body string
		status                int
		stored                uint64
	}{
		{"unsigned", "", body, http.StatusAccepted, 0},
		{"signed with another", sign("other", body), body, http.StatusAccepted, 0},
		{"an unknown method", "md5=" + strings.Repeat("0", 32), body, http.StatusAccepted, 0},
		{"signed", sign(secret, body), body, http.StatusAccepted, 1},
		{"the same again", sign(secret, body), body, http.StatusAccepted, 1},
		{"signed as old hubs do", "sha1=" + hex.EncodeToString(old.Sum(nil)), "<feed>2</feed>", http.StatusAccepted, 2},
		{"larger than agreed", sign(secret, strings.Repeat("x", 1001)), strings.Repeat("x", 1001), http.StatusRequestEntityTooLarge, 2},
	} {
		require.Equal(t, c.status, s.distribute(t, callback, c.signature, c.body), c.name)
		require.Equal(t, c.stored, s.stored(t), c.name)
	}
}

func TestALeaseIsRenewedBeforeItsEndByOneReplica(t *testing.T) {
	t.Parallel()
	s, h := newSite(t), newHub(t)
	require.NoError(t, s.Offer(t.Context(), "fjord", feed, websub.Hub{URL: h.URL, Topic: feed}, true))
	callback := h.requests()[0].Get("hub.callback")
	verify := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {feed}, "hub.challenge": {"c"}, "hub.lease_seconds": {"36000"}}
	code, _ := s.get(t, callback, verify)
	require.Equal(t, http.StatusOK, code)
	require.NoError(t, s.Renew(t.Context()))
	require.Len(t, h.requests(), 1, "there is time")
	s.now.Add(int64(9 * time.Hour))
	var all sync.WaitGroup
	for range 4 {
		replica := s.replica(t)
		all.Go(func() { require.NoError(t, replica.Renew(t.Context())) })
	}
	all.Wait()
	require.Len(t, h.requests(), 2)
	require.Equal(t, callback, h.requests()[1].Get("hub.callback"), "the same subscription")
	require.True(t, s.Active(t.Context(), "fjord", feed), "it lives on meanwhile")
	s.now.Add(int64(2 * time.Hour))
	require.False(t, s.Active(t.Context(), "fjord", feed), "a lease that nobody renewed is over")
}

func TestARefusalIsBelievedForAWhile(t *testing.T) {
	t.Parallel()
	s, h := newSite(t), newHub(t)
	h.refuse.Store(true)
	found := websub.Hub{URL: h.URL, Topic: feed}
	require.ErrorContains(t, s.Offer(t.Context(), "fjord", feed, found, true), "403: no such topic")
	require.NoError(t, s.Offer(t.Context(), "fjord", feed, found, true))
	require.Len(t, h.requests(), 1)
	s.now.Add(int64(2 * time.Hour))
	h.refuse.Store(false)
	require.NoError(t, s.Offer(t.Context(), "fjord", feed, found, true))
	callback := h.requests()[1].Get("hub.callback")
	code, _ := s.get(t, callback, url.Values{"hub.mode": {"denied"}, "hub.topic": {feed}, "hub.reason": {"no"}})
	require.Equal(t, http.StatusOK, code)
	require.False(t, s.Active(t.Context(), "fjord", feed))
	require.NoError(t, s.Offer(t.Context(), "fjord", feed, found, true))
	require.Len(t, h.requests(), 2)
}

func TestDiscover(t *testing.T) {
	t.Parallel()
	link := func(values ...string) http.Header { return http.Header{"Link": values} }
	for name, c := range map[string]struct {
		header http.Header
		body   string
		want   websub.Hub
	}{
		"none":              {nil, "<feed/>", websub.Hub{}},
		"headers":           {link(`<https://hub.example/>; rel="hub", </feed?a=1,2>; rel=self`), "", websub.Hub{URL: "https://hub.example/", Topic: "https://fjord.example/feed?a=1,2"}},
		"two headers":       {link(`<https://hub.example/>; rel="alternate hub"`, `<https://fjord.example/x>; rel="self"`), "", websub.Hub{URL: "https://hub.example/", Topic: "https://fjord.example/x"}},
		"Atom":              {nil, `<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://hub.example/"/><link rel="self" href="https://fjord.example/atom"/><entry><link rel="hub" href="https://other.example/"/></entry></feed>`, websub.Hub{URL: "https://hub.example/", Topic: "https://fjord.example/atom"}},
		"RSS":               {nil, `<rss><channel><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="/hub"/><item/></channel></rss>`, websub.Hub{URL: "https://fjord.example/hub", Topic: feed}},
		"a page":            {nil, `<!DOCTYPE html><html><head><link rel=hub href="https://hub.example/"></head><body>`, websub.Hub{URL: "https://hub.example/", Topic: feed}},
		"JSON Feed":         {nil, `{"version":"https://jsonfeed.org/version/1.1","feed_url":"https://fjord.example/f.json","hubs":[{"type":"rssCloud","url":"https://x.example/"},{"type":"WebSub","url":"https://hub.example/"}]}`, websub.Hub{URL: "https://hub.example/", Topic: "https://fjord.example/f.json"}},
		"no address":        {link(`<javascript:x>; rel=hub`), "", websub.Hub{Topic: feed}},
		"in an entry alone": {nil, `<feed><entry><link rel="hub" href="https://hub.example/"/></entry></feed>`, websub.Hub{}},
	} {
		require.Equal(t, c.want, websub.Discover(feed, c.header, []byte(c.body)), name)
	}
}
