package bus

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// gates has a gate for each resource: a stream, Redis, the object store.
type gates struct {
	random func() float64
	mu     sync.Mutex
	all    map[string]*gate
}

func (g *gates) of(resource string) *gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.all == nil {
		g.all = map[string]*gate{}
	}
	one := g.all[resource]
	if one == nil {
		one = &gate{random: g.random}
		g.all[resource] = one
	}
	return one
}

// gate holds back those who wait for a resource that does not serve. It lets one of
// them through at a time, as a probe, in turn and with growing pauses; the first one
// that is served opens it for all. A probe that never comes back holds nobody up.
type gate struct {
	random  func() float64
	served  atomic.Uint64 // how many were served
	waiting atomic.Int64

	mu     sync.Mutex
	queue  []chan struct{}
	failed int // probes since the last one that was served
	timer  *time.Timer
}

// closed reports whether anybody waits: a new one waits too, and does not try first.
func (g *gate) closed() bool { return g.waiting.Load() > 0 }

// mark is to be taken before a try, for contradicted.
func (g *gate) mark() uint64 { return g.served.Load() }

// contradicted reports whether another one was served since mark: then the resource
// does serve, and what failed since concerns its message alone.
func (g *gate) contradicted(mark uint64) bool { return g.served.Load() != mark }

// serves opens the gate.
func (g *gate) serves() {
	g.served.Add(1)
	if g.waiting.Load() == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failed = 0
	for _, c := range g.queue {
		close(c)
	}
	g.waiting.Add(-int64(len(g.queue)))
	g.queue = nil
}

// wait returns when the caller may try, or ctx has ended.
func (g *gate) wait(ctx context.Context) error {
	own := make(chan struct{})
	g.mu.Lock()
	g.queue = append(g.queue, own)
	g.waiting.Add(1)
	g.arm()
	g.mu.Unlock()
	select {
	case <-own:
		return nil
	case <-ctx.Done():
		g.leave(own)
		return ctx.Err()
	}
}

// arm sets the time of the next probe. The lock must be held.
func (g *gate) arm() {
	if g.timer != nil || len(g.queue) == 0 {
		return
	}
	g.failed++
	g.timer = time.AfterFunc(backoff(g.failed, g.random()), g.probe)
}

// probe lets the one through that has waited longest.
func (g *gate) probe() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.timer = nil
	if len(g.queue) > 0 {
		close(g.queue[0])
		g.queue = g.queue[1:]
		g.waiting.Add(-1)
	}
	g.arm()
}

func (g *gate) leave(own chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.queue, own); i >= 0 {
		g.queue = slices.Delete(g.queue, i, i+1)
		g.waiting.Add(-1)
	}
}

// backoff gives the pause before try n (from 1): doubled each time from 50 ms to
// 2 s, between half and whole of it by random in [0,1).
func backoff(n int, random float64) time.Duration {
	d := 50 * time.Millisecond << min(n-1, 6)
	d = min(d, 2*time.Second)
	return d/2 + time.Duration(random*float64(d/2))
}
