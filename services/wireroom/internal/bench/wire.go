package bench

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// target is a running wire that takes pushes.
type target struct {
	wire          *up.Wire
	ingest        string
	provider, key string
}

// sample is what one load gave.
type sample struct {
	Rate      float64       // articles a second, from the first request to the last at the subscriber
	CPU       time.Duration // that the process took meanwhile
	Latencies []time.Duration
	Flash     []time.Duration
	FlashHops hops
}

// loader pushes documents and watches them come out as an ordinary subscriber.
type loader struct {
	target
	sent sync.Map // uri → time of the request
	all  []time.Duration
	fast []time.Duration
	hops hops // of the flashes
	got  atomic.Int64
	done chan struct{}
}

// clients is how many connections push at once, as several agencies do.
const clients = 64

// load pushes n documents as fast as they are taken (rate 0) or at a rate, with
// a flash in between every flashEvery (0: none), and returns when the subscriber
// has them all. profile is a file for a CPU profile, "" none.
func load(ctx context.Context, t target, prefix string, material []text, n int, rate float64, flashEvery time.Duration, profile string) (sample, error) {
	l := &loader{target: t, done: make(chan struct{})}
	flashes := make(chan int, 1)
	stop, err := l.subscribe(ctx, prefix, n)
	if err != nil {
		return sample{}, err
	}
	defer stop()
	flashCtx, endFlashes := context.WithCancel(ctx)
	defer endFlashes()
	go func() { flashes <- l.flash(flashCtx, prefix, material, flashEvery) }()
	docs := make([][]byte, n) // made before the clock runs
	for i := range docs {
		id := prefix + strconv.Itoa(i)
		docs[i] = document(article(material, id), id, 8)
	}
	endProfile, err := profileTo(profile)
	if err != nil {
		return sample{}, err
	}
	defer func() { _ = endProfile() }()
	started, cpu := time.Now(), cpuTime()
	if err := l.pushAll(ctx, prefix, docs, rate); err != nil {
		return sample{}, err
	}
	select {
	case <-l.done:
	case <-ctx.Done():
		return sample{}, fmt.Errorf("%d of %d came out: %w", l.got.Load(), n, ctx.Err())
	}
	took, cpu := time.Since(started), cpuTime()-cpu
	endFlashes()
	<-flashes
	stop()
	return sample{Rate: float64(n) / took.Seconds(), CPU: cpu, Latencies: l.all, Flash: l.fast, FlashHops: l.hops}, nil
}

// subscribe follows NEWS as any consumer does.
func (l *loader) subscribe(ctx context.Context, prefix string, n int) (func(), error) {
	nc, err := l.wire.Connect()
	if err != nil {
		return nil, fmt.Errorf("subscribe: %w", err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, fmt.Errorf("subscribe: %w", err)
	}
	cons, err := js.OrderedConsumer(ctx, contract.StreamNews, jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverNewPolicy})
	if err != nil {
		return nil, fmt.Errorf("subscribe: %w", err)
	}
	cc, err := cons.Consume(func(m jetstream.Msg) { l.arrived(m, prefix, n) }, pulls()...)
	if err != nil {
		return nil, fmt.Errorf("subscribe: %w", err)
	}
	var once sync.Once
	return func() { once.Do(func() { cc.Stop(); <-cc.Closed(); nc.Close() }) }, nil
}

func (l *loader) arrived(m jetstream.Msg, prefix string, n int) {
	uri := m.Headers().Get(contract.HeaderCESubject)
	at, ok := l.sent.LoadAndDelete(uri)
	if !ok {
		return
	}
	requested, now := at.(time.Time), time.Now()
	latency := now.Sub(requested)
	if strings.HasPrefix(uri, "urn:example:bench:flash-") {
		l.fast = append(l.fast, latency)
		if meta, err := m.Metadata(); err == nil {
			l.hops.add(m.Headers(), requested, meta.Timestamp, now)
		}
		return
	}
	l.all = append(l.all, latency)
	if strings.HasPrefix(uri, "urn:example:bench:"+prefix) && l.got.Add(1) == int64(n) {
		close(l.done)
	}
}

func (l *loader) pushAll(ctx context.Context, prefix string, docs [][]byte, rate float64) error {
	g, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	started := time.Now()
	for range clients {
		g.Go(func() error {
			a, err := newAgency(ctx, l.target)
			if err != nil {
				return err
			}
			defer a.close()
			defer context.AfterFunc(ctx, a.close)()
			for {
				i := int(next.Add(1)) - 1
				if i >= len(docs) {
					return nil
				}
				if rate > 0 {
					if err := service.Pause(ctx, time.Until(started.Add(time.Duration(float64(i)/rate*float64(time.Second))))); err != nil {
						return err
					}
				}
				if err := l.push(a, docs[i], prefix+strconv.Itoa(i)); err != nil {
					return err
				}
			}
		})
	}
	return g.Wait()
}

// flashers are the providers that push the flashes: as many as keep each below the rate
// beyond which a provider's flashes take the wire lane.
func flashers() []string {
	out := make([]string, 20)
	for i := range out {
		out[i] = fmt.Sprintf("flash-%d", i)
	}
	return out
}

// flash pushes a flash again and again until ctx ends, from one provider after the other.
func (l *loader) flash(ctx context.Context, prefix string, material []text, every time.Duration) int {
	if every == 0 {
		return 0
	}
	var agencies []*agency
	for _, id := range flashers() {
		t := l.target
		t.provider, t.key = id, keyOf(id)
		a, err := newAgency(ctx, t)
		if err != nil {
			return 0
		}
		defer a.close()
		agencies = append(agencies, a)
	}
	for i := 0; ; i++ {
		id := fmt.Sprintf("flash-%s%d", prefix, i)
		if service.Pause(ctx, every) != nil || l.push(agencies[i%len(agencies)], document(article(material, id), id, 1), id) != nil {
			return i
		}
	}
}

func (l *loader) push(a *agency, body []byte, id string) error {
	l.sent.Store("urn:example:bench:"+id, time.Now())
	return a.push(body)
}
