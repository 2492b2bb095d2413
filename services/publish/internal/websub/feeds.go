package websub

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
)

// formats are those of feeds, by the name that a topic has for them.
var formats = map[string]string{"atom": "application/atom+xml", "rss": "application/rss+xml", "json-feed": "application/feed+json"}

const maxTopic = 2000 // bytes

// topicOf checks that an address is one of our feeds, on one of the hosts that we are
// reached at: own is our address as the request's sender knows it.
func topicOf(address, own string, hosts ...string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case address == "" || len(address) > maxTopic || err != nil || u.Host == "" || u.Fragment != "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("hub.topic is no address of a feed of at most %d bytes", maxTopic)
	case !slices.Contains(hosts, u.Host) || u.Path != "/v1/articles":
		return nil, fmt.Errorf("hub.topic is no feed of this hub: these are at %s/v1/articles", own)
	}
	q := u.Query()
	if formats[q.Get("format")] == "" {
		return nil, errors.New("hub.topic has to name the format of the feed: format=atom, rss or json-feed")
	}
	for _, name := range []string{"uri", "cursor", "since", "until"} {
		if q.Has(name) {
			return nil, fmt.Errorf("hub.topic names %s: what it gives is not the feed as it is now", name)
		}
	}
	return u, nil
}

func mediaOf(topic string) string {
	u, err := url.Parse(topic)
	if err != nil {
		return ""
	}
	return formats[u.Query().Get("format")]
}

func hubOf(topic string) string {
	u, err := url.Parse(topic)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + Path
}

// document is a feed as it was.
type document struct {
	seq  uint64 // the lists had taken NEWS up to here
	body []byte
	hash string
}

// feeds asks for feeds, one at a time, and for one that many have subscribed to once.
type feeds struct {
	handler http.Handler
	listed  func(context.Context) (uint64, error)

	mu    sync.Mutex
	cache map[string]document // by topic
}

const (
	feedLimit  = 20 * time.Second
	listedPoll = 20 * time.Millisecond
	maxCached  = 200
)

// get gives a feed as it is once the lists have taken a message of NEWS.
func (f *feeds) get(ctx context.Context, topic string, seq uint64) (document, error) {
	at, err := f.wait(ctx, seq)
	if err != nil {
		return document{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if d, ok := f.cache[topic]; ok && d.seq >= seq {
		return d, nil
	}
	status, body := f.ask(ctx, topic)
	if status != http.StatusOK {
		return document{}, fmt.Errorf("the feed is answered with %d", status)
	}
	sum := sha256.Sum256(body)
	if len(f.cache) >= maxCached {
		f.cache = map[string]document{}
	}
	f.cache[topic] = document{at, body, hex.EncodeToString(sum[:])}
	return f.cache[topic], nil
}

func (f *feeds) wait(ctx context.Context, seq uint64) (uint64, error) {
	for {
		at, err := f.listed(ctx)
		if err != nil || at >= seq {
			return at, err
		}
		if err := service.Pause(ctx, listedPoll); err != nil {
			return 0, fmt.Errorf("the lists have not taken message %d: %w", seq, err)
		}
	}
}

// ask asks for a feed without a key.
func (f *feeds) ask(ctx context.Context, topic string) (int, []byte) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, topic, nil)
	if err != nil {
		return http.StatusBadRequest, nil
	}
	w := &recorder{header: http.Header{}}
	f.handler.ServeHTTP(w, r)
	return max(w.status, http.StatusOK), w.body.Bytes()
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(p)
}
