// Package batch joins calls that come together into one: many messages in flight
// share a round trip. It must not know what it carries.
package batch

import (
	"context"
	"sync"
	"time"
)

// Batcher joins requests that come while a call is on its way into the next call. A
// lone request is called at once and waits for nobody. Where requests have gathered
// behind a call, they wait a moment for company, unless they fill the next one: a round
// trip costs more than all that it carries. It is safe for use by many; make one with New.
type Batcher[Req, Res any] struct {
	call    func(ctx context.Context, reqs []Req) ([]Res, error)
	max     int
	gather  time.Duration
	mu      sync.Mutex
	pending []waiter[Req, Res]
	calling bool
}

type waiter[Req, Res any] struct {
	req  Req
	done chan result[Res]
}

type result[Res any] struct {
	res Res
	err error
}

// New makes a batcher. call answers max requests at most, in their order, or fails
// them all; gather is how long requests that came during a call wait for others.
func New[Req, Res any](call func(ctx context.Context, reqs []Req) ([]Res, error), max int, gather time.Duration) *Batcher[Req, Res] {
	return &Batcher[Req, Res]{call: call, max: max, gather: gather}
}

// Do gives the answer to one request, or the error of the call that carried it. The
// end of ctx ends the wait, not the call, which serves others too.
func (b *Batcher[Req, Res]) Do(ctx context.Context, req Req) (Res, error) {
	done := make(chan result[Res], 1)
	b.mu.Lock()
	b.pending = append(b.pending, waiter[Req, Res]{req, done})
	start := !b.calling
	b.calling = true
	b.mu.Unlock()
	if start {
		go b.run(context.WithoutCancel(ctx))
	}
	select {
	case r := <-done:
		return r.res, r.err
	case <-ctx.Done():
		var none Res
		return none, ctx.Err()
	}
}

// run calls until nothing is pending.
func (b *Batcher[Req, Res]) run(ctx context.Context) {
	for part := b.next(); part != nil; part = b.next() {
		b.serve(ctx, part)
		if n := b.waiting(); n > 0 && n < b.max {
			time.Sleep(b.gather)
		}
	}
}

// next takes what one call carries; nil ends the run.
func (b *Batcher[Req, Res]) next() []waiter[Req, Res] {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(b.pending), b.max)
	if n == 0 {
		b.pending, b.calling = nil, false
		return nil
	}
	part := b.pending[:n:n]
	b.pending = b.pending[n:]
	return part
}

func (b *Batcher[Req, Res]) waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.pending)
}

func (b *Batcher[Req, Res]) serve(ctx context.Context, part []waiter[Req, Res]) {
	reqs := make([]Req, len(part))
	for i, w := range part {
		reqs[i] = w.req
	}
	res, err := b.call(ctx, reqs)
	for i, w := range part {
		r := result[Res]{err: err}
		if err == nil {
			r.res = res[i]
		}
		w.done <- r
	}
}
