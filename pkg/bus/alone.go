package bus

import (
	"context"
	"sync"
	"time"
)

// alone gives a suspect, a message that may kill its worker, the lane for itself, so
// that it takes no other message along. That is bounded in time: a suspect waits no
// longer than limit for others to end, and others wait no longer than that for it.
type alone struct {
	limit time.Duration
	turn  chan struct{} // one suspect at a time

	mu      sync.Mutex
	running int
	idle    chan struct{} // closed when running is 0; nil if nobody waits for it
	over    chan struct{} // closed when the suspect has ended or had its time; nil if there is none
}

func newAlone(limit time.Duration) *alone { return &alone{limit: limit, turn: make(chan struct{}, 1)} }

// enter begins an ordinary message's work.
func (a *alone) enter(ctx context.Context) (leave func()) {
	a.mu.Lock()
	for a.over != nil {
		over := a.over
		a.mu.Unlock()
		select {
		case <-over:
		case <-ctx.Done():
		}
		a.mu.Lock()
		if ctx.Err() != nil {
			break
		}
	}
	a.running++
	a.mu.Unlock()
	return a.leave
}

func (a *alone) leave() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.running--; a.running == 0 && a.idle != nil {
		close(a.idle)
		a.idle = nil
	}
}

// enterAlone begins a suspect's work.
func (a *alone) enterAlone(ctx context.Context) (leave func()) {
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		return func() {}
	}
	idle, end := a.hold()
	t := time.NewTimer(a.limit)
	defer t.Stop()
	select {
	case <-idle:
	case <-t.C:
	case <-ctx.Done():
	}
	time.AfterFunc(a.limit, end)
	return end
}

// hold keeps others out until end is called.
func (a *alone) hold() (idle chan struct{}, end func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	over := make(chan struct{})
	a.over, idle = over, make(chan struct{})
	if a.running == 0 {
		close(idle)
	} else {
		a.idle = idle
	}
	return idle, sync.OnceFunc(func() {
		a.mu.Lock()
		a.over, a.idle = nil, nil
		a.mu.Unlock()
		close(over)
		<-a.turn
	})
}
