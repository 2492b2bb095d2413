package webhook

import (
	"context"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
	"golang.org/x/sync/semaphore"

	"github.com/wireroom/wireroom/pkg/service"
)

// Message is one message of a source's stream.
type Message struct {
	Seq     uint64
	Subject string
	Header  nats.Header
	Data    []byte
	Time    time.Time // when the stream took it
}

// Event is a message as a webhook tells it.
type Event struct {
	ID   string // webhook-id: the same whenever it is sent; no full stop in it
	Key  string // what it is about: of one key, all is sent in order
	Type string
	At   time.Time
	// Body is nil where there is nothing to send.
	Body func() ([]byte, error)
	// Must says that it is never left out: where it is not taken, nothing is sent any more.
	Must bool
	// Taken, if set, is called when the receiver has taken it.
	Taken func()
}

// Source says what webhooks of a stream tell.
type Source struct {
	Name   string // a token of keys
	Stream string
	// Filters gives subjects that take in all that a subscription is to get; none: all.
	Filters func(Subscription) []string
	// OfKey gives the subject that all messages of a key are on.
	OfKey func(s Subscription, key string) string
	// Latest says that an event tells how all is now: of those of a key that wait, only the
	// last one is sent, and it stands for all that were read before.
	Latest bool
	// Header gives the header fields that a body is posted with; nil: those of Standard
	// Webhooks.
	Header func(s Subscription, body []byte) http.Header
	// Event makes an event; nil if the subscription does not get the message, now.
	Event func(Subscription, *Message) *Event
	// Subscriptions calls changed with all that are to be served, at once and whenever
	// they change, until ctx ends.
	Subscriptions func(ctx context.Context, changed func([]Subscription))
}

// Bounds of a process's work.
const (
	shards          = 4
	perSubscription = 8        // requests of one subscription at once
	fastBytes       = 64 << 20 // of all requests at once to those that answer soon
	slowBytes       = 32 << 20 // and to all others
	leastBytes      = 64 << 10 // what a request counts at least: 1,024 and 512 at once
)

// Engine serves the subscriptions of a source.
type Engine struct {
	Source  Source
	Config  Config
	JS      jetstream.JetStream
	Store   Store
	Client  *Client
	Metrics *Metrics
	Log     *zap.Logger
	Clock   func() time.Time
	Owner   string        // name of this process: another one at each start
	Lease   time.Duration // 0 is 6 s

	fast, slow *semaphore.Weighted
}

// Run serves until ctx ends. Requests in flight then may end by grace.
func (e *Engine) Run(ctx context.Context) {
	e.fast, e.slow = semaphore.NewWeighted(fastBytes), semaphore.NewWeighted(slowBytes)
	if e.Lease == 0 {
		e.Lease = leaseTime
	}
	parts := make([]*part, shards)
	var wg sync.WaitGroup
	for i := range parts {
		p := &part{Engine: e, key: "lease." + e.Source.Name + "." + strconv.Itoa(i), changed: make(chan struct{}, 1)}
		parts[i] = p
		wg.Go(func() { p.run(ctx) })
	}
	e.Source.Subscriptions(ctx, func(list []Subscription) {
		byPart := make([]map[string]Subscription, shards)
		for i := range byPart {
			byPart[i] = map[string]Subscription{}
		}
		for _, s := range list {
			byPart[shardOf(s.ID)][s.ID] = s
		}
		for i, p := range parts {
			p.set(byPart[i])
		}
	})
	wg.Wait()
}

func shardOf(id string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return int(h.Sum32() % shards)
}

func (e *Engine) random() float64 { return rand.Float64() }

// part is a shard of the subscriptions, which one process at a time serves.
type part struct {
	*Engine
	key     string
	changed chan struct{}

	mu   sync.Mutex
	want map[string]Subscription
}

func (p *part) set(want map[string]Subscription) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if reflect.DeepEqual(p.want, want) {
		return
	}
	p.want = want
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

func (p *part) wanted() map[string]Subscription {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.want)
}

// run holds the lease while there is something to serve.
func (p *part) run(ctx context.Context) {
	l := leaser{kv: p.Store.KV, owner: p.Owner, every: p.Lease, log: p.Log}
	for ctx.Err() == nil {
		if len(p.wanted()) == 0 {
			select {
			case <-p.changed:
			case <-ctx.Done():
			}
			continue
		}
		l.hold(ctx, p.key, p.serve)
		_ = service.Pause(ctx, 100*time.Millisecond)
	}
}

// serve runs a sender for each subscription, until ctx ends or there is none any more.
func (p *part) serve(ctx context.Context) {
	type running struct {
		sub  Subscription
		stop context.CancelFunc
		done chan struct{}
	}
	now := map[string]running{}
	end := func(id string) {
		now[id].stop()
		<-now[id].done
		delete(now, id)
	}
	defer func() {
		for _, r := range now {
			r.stop() // all at once, then wait for each
		}
		for id := range maps.Clone(now) {
			end(id)
		}
	}()
	for ctx.Err() == nil {
		want := p.wanted()
		for id, r := range maps.Clone(now) {
			if s, ok := want[id]; !ok || !reflect.DeepEqual(s, r.sub) {
				end(id)
			}
		}
		if len(want) == 0 {
			return
		}
		for id, s := range want {
			if _, ok := now[id]; ok {
				continue
			}
			own, stop := context.WithCancel(ctx)
			r := running{s, stop, make(chan struct{})}
			now[id] = r
			go func() { defer close(r.done); newSender(p.Engine, s).run(own) }()
		}
		select {
		case <-p.changed:
		case <-ctx.Done():
		}
	}
}
