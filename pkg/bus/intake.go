package bus

import (
	"context"
	"sync"
)

// intake decides which message of a lane is worked on next. Providers take turns, and
// none may hold all places, so that one with much to do does not delay another. What
// was fetched and is not begun yet is read ahead, bounded in number and bytes. A
// message that waits for a resource is parked: its place is another's meanwhile.
type intake struct {
	limits limits
	start  func(*job) // must not block

	mu         sync.Mutex
	lines      map[string]*line
	order      []*line // lines with something queued, whose turn it is first
	active     int
	parked     int
	bytes      int // of what is active or parked
	ahead      int // messages queued
	aheadBytes int
	resuming   []chan struct{} // parked ones that go on, before new ones start
	room       chan struct{}   // closed when something was taken from a full queue; nil if nobody waits
}

// limits of an intake; all of them at least 1.
type limits struct {
	active     int // messages in work
	provider   int // of one provider
	parked     int // messages that wait for a resource beside those in work
	bytes      int // data of all in work and parked; a single message may exceed it
	ahead      int // messages read ahead
	aheadBytes int
}

// line is what one provider has.
type line struct {
	provider string
	queue    []*job
	active   int
}

func newIntake(l limits, start func(*job)) *intake {
	return &intake{limits: l, start: start, lines: map[string]*line{}}
}

// add queues a job, once there is room for it.
func (in *intake) add(ctx context.Context, j *job) error {
	in.mu.Lock()
	for in.full() {
		if in.room == nil {
			in.room = make(chan struct{})
		}
		room := in.room
		in.mu.Unlock()
		select {
		case <-room:
		case <-ctx.Done():
			return ctx.Err()
		}
		in.mu.Lock()
	}
	l := in.lines[j.provider]
	if l == nil {
		l = &line{provider: j.provider}
		in.lines[j.provider] = l
	}
	if len(l.queue) == 0 {
		in.order = append(in.order, l)
	}
	l.queue = append(l.queue, j)
	in.ahead++
	in.aheadBytes += j.size
	in.fill()
	in.mu.Unlock()
	return nil
}

// full tells whether enough is read ahead: a lane's places over, or, where all of that
// is one provider's, as much as may be read in search of another's.
func (in *intake) full() bool {
	if in.ahead >= in.limits.ahead || in.aheadBytes >= in.limits.aheadBytes {
		return true
	}
	return in.ahead >= in.limits.active && len(in.order) > 1
}

// fill starts what may start. The lock must be held.
func (in *intake) fill() {
	for in.active < in.limits.active+in.reserve() {
		if len(in.resuming) > 0 {
			close(in.resuming[0])
			in.resuming = in.resuming[1:]
			in.active++
			continue
		}
		j := in.next()
		if j == nil {
			return
		}
		in.active++
		in.bytes += j.size
		in.start(j)
	}
}

// reserve is how many places there are beside those that one provider may hold.
func (in *intake) reserve() int { return max(in.limits.active/4, 1) }

// next takes a job from the line whose turn it is.
func (in *intake) next() *job {
	for i, l := range in.order {
		if l.active >= in.limits.provider {
			continue
		}
		j := l.queue[0]
		if in.bytes > 0 && in.bytes+j.size > in.limits.bytes {
			return nil // it waits for its bytes, and nobody overtakes it
		}
		l.queue[0] = nil
		l.queue = l.queue[1:]
		l.active++
		in.order = append(in.order[:i], in.order[i+1:]...)
		if len(l.queue) > 0 {
			in.order = append(in.order, l)
		}
		in.took(j)
		return j
	}
	return nil
}

func (in *intake) took(j *job) {
	in.ahead--
	in.aheadBytes -= j.size
	if in.room != nil && !in.full() {
		close(in.room)
		in.room = nil
	}
}

// done gives a job's place and bytes back.
func (in *intake) done(j *job) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.active--
	in.bytes -= j.size
	in.left(j)
	in.fill()
}

func (in *intake) left(j *job) {
	l := in.lines[j.provider]
	if l.active--; l.active == 0 && len(l.queue) == 0 {
		delete(in.lines, j.provider)
	}
}

// park gives a job's place to another while it waits; false if too many wait already,
// and it keeps its place.
func (in *intake) park(j *job) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.parked >= in.limits.parked {
		return false
	}
	in.parked++
	in.active--
	in.lines[j.provider].active--
	in.fill()
	return true
}

// resume waits for a place for a parked job.
func (in *intake) resume(j *job) {
	in.mu.Lock()
	in.parked--
	l := in.lines[j.provider]
	if l == nil {
		l = &line{provider: j.provider}
		in.lines[j.provider] = l
	}
	l.active++
	if in.active < in.limits.active+in.reserve() {
		in.active++
		in.mu.Unlock()
		return
	}
	own := make(chan struct{})
	in.resuming = append(in.resuming, own)
	in.mu.Unlock()
	<-own
}
