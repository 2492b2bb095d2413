package frame

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Run gives copies of item and envelope with what the steps found; the given ones
// stay as they are. It returns an error only if ctx ended.
//
// One goroutine does all steps, and another takes its place only where a step
// overruns: a switch between goroutines for each step would cost more than most
// of them.
func (f *Frame) Run(ctx context.Context, item *ninjs.Item, env *contract.Envelope) (*ninjs.Item, *contract.Envelope, error) {
	r := &run{frame: f, work: begin(item, env)}
	for finished := false; !finished; {
		finished = r.turn(ctx)
		if ctx.Err() != nil { // a step may have failed because of that
			return nil, nil, fmt.Errorf("enrich: %w", context.Cause(ctx))
		}
	}
	return r.work.article.Item, r.work.env, nil
}

// run is one article's way through the steps.
type run struct {
	frame *Frame

	mu      sync.Mutex
	work    *work
	step    int       // that is being done
	started time.Time // when it was begun
	doer    int       // which goroutine's answers count
}

// turn has a goroutine do the steps from the present one on. It reports whether
// all are done; if not, ctx ended or a step was late and is skipped.
func (r *run) turn(ctx context.Context) bool {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan struct{})
	go r.do(ctx, r.doer, done)
	timer := time.NewTimer(r.frame.shortest())
	defer timer.Stop()
	for {
		select {
		case <-done:
			return true
		case <-ctx.Done():
			r.abandon()
			return false
		case <-timer.C:
			left := r.left()
			if left <= 0 {
				cancel(ErrLate)
				return false
			}
			timer.Reset(left)
		}
	}
}

// shortest is the shortest deadline of all steps.
func (f *Frame) shortest() time.Duration {
	d := time.Hour
	for _, s := range f.Steps {
		d = min(d, s.Deadline)
	}
	return d
}

func (r *run) abandon() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.doer++
}

// left gives what the present step has left. One that is late is noted and
// skipped, and its goroutine's answer will not count.
func (r *run) left() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.step == len(r.frame.Steps) {
		return r.frame.shortest()
	}
	s := r.frame.Steps[r.step]
	took := r.frame.Clock().Sub(r.started)
	if took < s.Deadline {
		return s.Deadline - took
	}
	r.settle(s, took, Change{}, fmt.Errorf("enricher %s %w of %s", s.Name(), ErrLate, s.Deadline))
	r.work.fork()
	r.doer++
	return 0
}

// do does steps until all are done or another goroutine took over.
func (r *run) do(ctx context.Context, doer int, done chan<- struct{}) {
	for {
		s, a, more := r.next(doer)
		if a == nil {
			return
		}
		if !more {
			close(done)
			return
		}
		change, err := s.safely(ctx, a)
		if !r.answer(doer, s, change, err) {
			return
		}
	}
}

func (r *run) next(doer int) (s Step, a *Article, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if doer != r.doer {
		return Step{}, nil, false
	}
	if r.step == len(r.frame.Steps) {
		return Step{}, r.work.article, false
	}
	r.started = r.frame.Clock()
	return r.frame.Steps[r.step], r.work.article, true
}

func (r *run) answer(doer int, s Step, c Change, err error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if doer != r.doer {
		return false
	}
	r.settle(s, r.frame.Clock().Sub(r.started), c, err)
	return true
}

// settle ends the present step. The caller holds the lock.
func (r *run) settle(s Step, took time.Duration, c Change, err error) {
	r.step++
	r.frame.Observer.Enriched(r.work.env, s.Name(), took, err)
	if err != nil {
		r.work.failed(s.Name())
		return
	}
	r.work.apply(c)
}

func (s Step) safely(ctx context.Context, a *Article) (c Change, err error) {
	defer func() {
		if p := recover(); p != nil {
			c, err = Change{}, fmt.Errorf("enricher %s %w: %v", s.Name(), ErrPanic, p)
		}
	}()
	if c, err = s.Enrich(ctx, a); err != nil {
		return Change{}, fmt.Errorf("enricher %s: %w", s.Name(), err)
	}
	return c, nil
}
