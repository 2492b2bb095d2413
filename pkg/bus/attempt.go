package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// errTimeout is the cause of the context of a handler that ran past its time.
var errTimeout = errors.New("the handler ran past its time")

// attempt is one run of a handler under a deadline. A handler that goes on after its
// context has ended is given up: its slots are freed, and nobody waits for it.
type attempt struct {
	cancel context.CancelCauseFunc
	gone   chan struct{} // closed when nobody should wait any longer

	mu      sync.Mutex
	timer   *time.Timer
	grace   time.Duration
	left    time.Duration
	since   time.Time
	stopped int // how many wait for a slot now
	ended   bool
	givenUp bool
	held    []func()
}

type attemptKey struct{}

// attemptOf gives the attempt that ctx belongs to; nil outside a handler.
func attemptOf(ctx context.Context) *attempt {
	a, _ := ctx.Value(attemptKey{}).(*attempt)
	return a
}

// begin starts the clock.
func begin(ctx context.Context, limit, grace time.Duration) (context.Context, *attempt) {
	a := &attempt{gone: make(chan struct{}), left: limit, grace: grace, since: time.Now()}
	ctx, a.cancel = context.WithCancelCause(context.WithValue(ctx, attemptKey{}, a))
	a.timer = time.AfterFunc(limit, a.expire)
	return ctx, a
}

// expire ends the handler's context, and after the grace the wait for it.
func (a *attempt) expire() {
	a.cancel(errTimeout)
	time.AfterFunc(a.grace, func() { close(a.gone) })
}

// stopClock stops the time until the answer is called.
func (a *attempt) stopClock() (start func()) {
	if a == nil {
		return func() {}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped++; a.stopped == 1 && a.timer.Stop() {
		a.left -= time.Since(a.since)
	}
	return a.startClock
}

func (a *attempt) startClock() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped--; a.stopped == 0 && !a.ended && a.left > 0 {
		a.since = time.Now()
		a.timer.Reset(a.left)
	}
}

// holds notes what is to be freed should the handler be given up.
func (a *attempt) holds(free func()) {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.givenUp {
		free()
		return
	}
	a.held = append(a.held, free)
}

// end says that the handler is back. It reports whether it had been given up.
func (a *attempt) end() (late bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended = true
	a.timer.Stop()
	a.cancel(nil)
	return a.givenUp
}

// giveUp reports false if the handler has come back after all.
func (a *attempt) giveUp() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ended {
		return false
	}
	a.givenUp = true
	for _, free := range a.held {
		free()
	}
	return true
}

func (a *attempt) running() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.ended
}

// abandoned counts the handlers that were given up and have not come back.
type abandoned struct {
	mu    sync.Mutex
	count int
	over  bool
	full  chan struct{} // closed when there are too many
}

// maxAbandoned is how many goroutines a process may lose to handlers that never
// return. One more, and the loop ends with an error: only a restart gets them back.
const maxAbandoned = 64

var errTooManyAbandoned = fmt.Errorf("%d handlers went on after their time was over: the process has to be started again", maxAbandoned)

// add counts n more, and gives how many there are.
func (a *abandoned) add(n int) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.count += n
	if a.count == maxAbandoned && !a.over {
		a.over = true
		close(a.full)
	}
	return a.count
}
