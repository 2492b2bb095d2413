package bus

import (
	"context"
	"slices"
	"sync"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Slots bounds how much is computed at once. Flashes have a share of their own, so that
// none waits for less urgent work; within a share providers take turns, so that one
// with much to do delays another by one piece of work at most. nil is no bound.
type Slots struct{ flash, others share }

// NewSlots makes n slots, and half as many for flashes; 0 is no bound.
func NewSlots(n int) *Slots {
	if n == 0 {
		return nil
	}
	return &Slots{flash: share{free: max(n/2, 1)}, others: share{free: n}}
}

// Take waits for a slot and gives what frees it, which may be called more than once.
// Within a loop's handler the wait does not count against the handler's time, and a
// handler that is given up loses its slots. If ctx ends first, there is nothing to free.
func (s *Slots) Take(ctx context.Context, lane contract.Lane, provider string) (free func()) {
	if s == nil {
		return func() {}
	}
	from := &s.others
	if lane == contract.Flash {
		from = &s.flash
	}
	if !from.try() {
		defer attemptOf(ctx).stopClock()()
		if !from.wait(ctx, provider) {
			return func() {}
		}
	}
	free = sync.OnceFunc(from.give)
	attemptOf(ctx).holds(free)
	return free
}

// share is a number of slots whose waiters take turns by key.
type share struct {
	mu    sync.Mutex
	free  int
	lines map[string][]chan struct{}
	order []string // keys that wait, whose turn it is first
}

func (s *share) try() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free == 0 {
		return false
	}
	s.free--
	return true
}

func (s *share) wait(ctx context.Context, key string) bool {
	own := make(chan struct{})
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return true
	}
	if s.lines == nil {
		s.lines = map[string][]chan struct{}{}
	}
	if len(s.lines[key]) == 0 {
		s.order = append(s.order, key)
	}
	s.lines[key] = append(s.lines[key], own)
	s.mu.Unlock()
	select {
	case <-own:
		return true
	case <-ctx.Done():
		return s.leave(key, own)
	}
}

// leave takes a waiter out; true: it has just been given its slot.
func (s *share) leave(key string, own chan struct{}) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.lines[key], own)
	if i < 0 {
		return true
	}
	s.lines[key] = slices.Delete(s.lines[key], i, i+1)
	if len(s.lines[key]) == 0 {
		delete(s.lines, key)
		s.order = slices.DeleteFunc(s.order, func(k string) bool { return k == key })
	}
	return false
}

// give hands a slot to the next waiter.
func (s *share) give() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.order) == 0 {
		s.free++
		return
	}
	key := s.order[0]
	s.order = s.order[1:]
	line := s.lines[key]
	close(line[0])
	if len(line) == 1 {
		delete(s.lines, key)
		return
	}
	s.lines[key] = line[1:]
	s.order = append(s.order, key)
}
