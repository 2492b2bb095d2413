package seen

import (
	"context"
	"sync"
	"time"
)

// batcher joins calls that come while another is on its way into one: many
// messages in flight share a round trip, a lone one waits for nobody. Where one
// flight follows another, each waits a moment for company: a round trip costs more
// than all that it carries.
type batcher[Req, Res any] struct {
	call    func(ctx context.Context, reqs []Req) ([]Res, error)
	max     int
	gather  time.Duration // how long a flight that follows another waits
	mu      sync.Mutex
	pending []waiter[Req, Res]
	flying  bool
}

type waiter[Req, Res any] struct {
	req  Req
	done chan result[Res]
}

type result[Res any] struct {
	res Res
	err error
}

func (b *batcher[Req, Res]) do(ctx context.Context, req Req) (Res, error) {
	done := make(chan result[Res], 1)
	b.mu.Lock()
	b.pending = append(b.pending, waiter[Req, Res]{req, done})
	start := !b.flying
	b.flying = true
	b.mu.Unlock()
	if start {
		// the flight serves others too: the end of one caller must not end it
		go b.fly(context.WithoutCancel(ctx))
	}
	select {
	case r := <-done:
		return r.res, r.err
	case <-ctx.Done():
		var none Res
		return none, ctx.Err()
	}
}

func (b *batcher[Req, Res]) fly(ctx context.Context) {
	for {
		b.mu.Lock()
		n := min(len(b.pending), b.max)
		batch := b.pending[:n:n]
		b.pending = b.pending[n:]
		if n == 0 {
			b.flying = false
			b.mu.Unlock()
			return
		}
		b.mu.Unlock()
		b.serve(ctx, batch)
		time.Sleep(b.gather)
	}
}

func (b *batcher[Req, Res]) serve(ctx context.Context, batch []waiter[Req, Res]) {
	reqs := make([]Req, len(batch))
	for i, w := range batch {
		reqs[i] = w.req
	}
	res, err := b.call(ctx, reqs)
	for i, w := range batch {
		r := result[Res]{err: err}
		if err == nil {
			r.res = res[i]
		}
		w.done <- r
	}
}
