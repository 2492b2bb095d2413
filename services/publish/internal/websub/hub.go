package websub

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
)

// Path is where the hub is.
const Path = "/v1/websub"

// Deps are what the hub works with.
type Deps struct {
	Config  Config
	Hooks   webhook.Config
	JS      jetstream.JetStream
	Store   webhook.Store
	Feeds   http.Handler // answers a request for a feed as it answers anybody without a key
	Listed  func(context.Context) (seq uint64, err error)
	Limiter *limit.Limiter
	Address func(*http.Request) string // where a request is from
	Metrics *webhook.Metrics
	Log     *zap.Logger
	Clock   func() time.Time
}

// Hub keeps subscriptions and serves them.
type Hub struct {
	Deps
	engine    *webhook.Engine
	client    *webhook.Client
	verifying chan struct{}
	feeds     feeds

	mu   sync.Mutex
	sent map[string]string // by subscription: the hash of what its subscriber has
}

// maxVerifying is how many subscribers are asked at once whether they want it.
const maxVerifying = 16

// New makes it. The streams and buckets must exist.
func New(d Deps) *Hub {
	d.Config = d.Config.withDefaults()
	h := &Hub{Deps: d, client: webhook.NewClient(d.Hooks.Timeout, d.Hooks.AllowPrivate), verifying: make(chan struct{}, maxVerifying), sent: map[string]string{}}
	h.feeds = feeds{handler: d.Feeds, listed: d.Listed, cache: map[string]document{}}
	h.engine = &webhook.Engine{Source: h.source(), Config: d.Hooks, JS: d.JS, Store: d.Store, Client: h.client, Metrics: d.Metrics, Log: d.Log, Clock: d.Clock, Owner: rand.Text()}
	return h
}

// Off reports whether there is no hub.
func (h *Hub) Off() bool { return h.Config.Total < 0 }

// Run serves subscriptions until ctx ends.
func (h *Hub) Run(ctx context.Context) {
	if !h.Off() {
		h.engine.Run(ctx)
	}
}

// terms are what a subscription holds for, beside what all webhooks have.
type terms struct {
	Topic   string    `json:"topic"`
	Expires time.Time `json:"expires"`
}

func termsOf(s webhook.Subscription) (t terms) {
	_ = json.Unmarshal(s.Filter, &t) // what can't be read has no topic, and is over
	return t
}

// key is what all messages of a subscription have in common: each tells how the feed is now.
const key = "feed"

func (h *Hub) source() webhook.Source {
	return webhook.Source{Name: webhook.SourceWebSub, Stream: contract.StreamNews, Latest: true,
		OfKey: func(webhook.Subscription, string) string { return "news.>" },
		Event: h.event, Header: h.header, Subscriptions: h.subscriptions}
}

func (h *Hub) event(s webhook.Subscription, m *webhook.Message) *webhook.Event {
	topic, hash := termsOf(s).Topic, ""
	return &webhook.Event{ID: strconv.FormatUint(m.Seq, 10), Key: key, Type: "feed", At: m.Time,
		Body: func() ([]byte, error) {
			ctx, cancel := context.WithTimeout(context.Background(), feedLimit)
			defer cancel()
			d, err := h.feeds.get(ctx, topic, m.Seq)
			if err != nil {
				return nil, err
			}
			if hash = d.hash; h.has(s.ID, hash) {
				return nil, nil // nothing that this feed shows has changed
			}
			return d.body, nil
		},
		Taken: func() { h.took(s.ID, hash) }}
}

func (h *Hub) has(id, hash string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sent[id] == hash
}

func (h *Hub) took(id, hash string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent[id] = hash
}

// header gives the fields of a distribution (WebSub, 7 and 8).
func (h *Hub) header(s webhook.Subscription, body []byte) http.Header {
	topic := termsOf(s).Topic
	out := http.Header{"Content-Type": {mediaOf(topic)}, "Link": {fmt.Sprintf(`<%s>; rel="hub"`, hubOf(topic)), fmt.Sprintf(`<%s>; rel="self"`, topic)}}
	if len(s.Secrets) > 0 {
		mac := hmac.New(sha256.New, []byte(s.Secrets[0].Secret))
		mac.Write(body)
		out.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	}
	return out
}

// sweepEvery is how often it is looked which leases are over.
const sweepEvery = time.Second

// subscriptions are those whose lease holds; the others are removed.
func (h *Hub) subscriptions(ctx context.Context, changed func([]webhook.Subscription)) {
	var mu sync.Mutex
	var all []webhook.Subscription
	tell := func() {
		mu.Lock()
		defer mu.Unlock()
		var list []webhook.Subscription
		for _, s := range all {
			if termsOf(s).Expires.After(h.Clock()) {
				list = append(list, s)
			} else {
				h.end(ctx, s.ID)
			}
		}
		all = list
		h.forget(list)
		changed(list)
	}
	go func() {
		t := time.NewTicker(sweepEvery)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				tell()
			case <-ctx.Done():
				return
			}
		}
	}()
	h.Store.Watch(ctx, webhook.SourceWebSub, func(list []webhook.Subscription) {
		mu.Lock()
		all = list
		mu.Unlock()
		tell()
	}, h.Log)
}

// end removes a subscription whose lease is over, unless it was renewed a moment ago.
func (h *Hub) end(ctx context.Context, id string) {
	s, _, err := h.Store.Get(ctx, webhook.SourceWebSub, id)
	if errors.Is(err, webhook.ErrNotFound) || err == nil && termsOf(*s).Expires.After(h.Clock()) {
		return
	}
	if err == nil {
		err = h.Store.Delete(ctx, webhook.SourceWebSub, id)
	}
	if err != nil && ctx.Err() == nil {
		h.Log.Warn("a subscription that is over was not removed", zap.Error(err))
	}
}

// forget forgets what those that are gone had.
func (h *Hub) forget(list []webhook.Subscription) {
	there := map[string]bool{}
	for _, s := range list {
		there[s.ID] = true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for id := range h.sent {
		if !there[id] {
			delete(h.sent, id)
		}
	}
}
