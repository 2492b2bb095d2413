package bus

import (
	"context"
	"sync"
	"time"
)

// gate is closed while any message waits for a service that is away, so that a
// stage fetches nothing it could not finish.
type gate struct {
	mu      sync.Mutex
	waiting int
	open    chan struct{}
}

func (g *gate) enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting == 0 {
		g.open = make(chan struct{})
	}
	g.waiting++
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting--; g.waiting == 0 {
		close(g.open)
	}
}

// pass waits until nothing waits any more.
func (g *gate) pass(ctx context.Context) error {
	g.mu.Lock()
	open, waiting := g.open, g.waiting
	g.mu.Unlock()
	if waiting == 0 {
		return nil
	}
	select {
	case <-open:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// backoff gives the pause before try n (from 1): doubled each time from 50 ms to
// 2 s, between half and whole of it by random in [0,1).
func backoff(n int, random float64) time.Duration {
	d := 50 * time.Millisecond << min(n-1, 6)
	d = min(d, 2*time.Second)
	return d/2 + time.Duration(random*float64(d/2))
}
