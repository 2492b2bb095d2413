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
	bytes      int             // of what is active or parked, outputs included
	outputs    int             // bytes of these
	ahead      int             // messages queued, and places reserved
	aheadBytes int             // of these
	expected   int             // bytes that jobs are about to make
	resuming   []chan struct{} // parked ones that go on, before new ones start
	room       chan struct{}   // closed when there may be room; nil if nobody waits
}

// limits of an intake; all of them at least 1.
type limits struct {
	active     int // messages in work
	provider   int // of one provider
	parked     int // messages that wait for a resource beside those in work
	bytes      int // data of all in work and parked; a single message may exceed it
	growth     int // bytes that the jobs of one provider may be about to make
	ahead      int // messages read ahead
	aheadBytes int
}

// line is what one provider has.
type line struct {
	provider string
	queue    []*job
	active   int
	parked   int
	bytes    int // of what is active or parked, outputs included
	outputs  int // bytes of these
	expected int // bytes that its jobs are about to make
	growing  []*growing
}

func newIntake(l limits, start func(*job)) *intake {
	return &intake{limits: l, start: start, lines: map[string]*line{}}
}

// reservation is room in an intake for what is being fetched.
type reservation struct {
	messages, bytes int // as asked for
	left, leftBytes int // not yet taken by what has come
}

// reserve waits for room and sets it aside until release: a share of what may be read
// ahead, so that several can fetch at once.
func (in *intake) reserve(ctx context.Context) (*reservation, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for {
		if n, bytes, ok := in.free(); ok {
			r := &reservation{messages: min(n, in.share()), bytes: min(bytes, max(in.limits.aheadBytes/pulls, 1))}
			r.left, r.leftBytes = r.messages, r.bytes
			in.ahead += r.left
			in.aheadBytes += r.leftBytes
			return r, nil
		}
		if in.room == nil {
			in.room = make(chan struct{})
		}
		room := in.room
		in.mu.Unlock()
		select {
		case <-room:
		case <-ctx.Done():
		}
		in.mu.Lock()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

// release gives back what of a reservation nothing came for.
func (in *intake) release(r *reservation) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.ahead -= r.left
	in.aheadBytes -= r.leftBytes
	r.left, r.leftBytes = 0, 0
	in.wake()
}

// add queues a job in the room of r. It does not block.
func (in *intake) add(j *job, r *reservation) {
	in.mu.Lock()
	defer in.mu.Unlock()
	n, bytes := min(1, r.left), min(j.size, r.leftBytes)
	r.left -= n
	r.leftBytes -= bytes
	l := in.line(j.provider)
	if len(l.queue) == 0 {
		in.order = append(in.order, l)
	}
	l.queue = append(l.queue, j)
	in.ahead += 1 - n
	in.aheadBytes += j.size - bytes
	in.fill()
}

func (in *intake) line(provider string) *line {
	l := in.lines[provider]
	if l == nil {
		l = &line{provider: provider}
		in.lines[provider] = l
	}
	return l
}

// share is how many messages are fetched at once at most.
func (in *intake) share() int { return max(min(in.limits.ahead/pulls, 2*in.limits.active), 1) }

// free is how much more may be read ahead: what two fetches bring, or, where all that
// waits is one provider's, as much as may be read in search of another's. It is ok if
// that is worth a fetch.
func (in *intake) free() (messages, bytes int, ok bool) {
	messages = in.limits.ahead
	if len(in.order) > 1 {
		messages = min(messages, pulls*in.share())
	}
	messages -= in.ahead
	bytes = in.limits.aheadBytes - in.aheadBytes
	return messages, bytes, bytes > 0 && messages >= max(in.share()/4, 1)
}

// wake lets those look again that wait for room.
func (in *intake) wake() {
	if in.room != nil {
		close(in.room)
		in.room = nil
	}
}

// fill starts what may start. The lock must be held.
func (in *intake) fill() {
	for in.active < in.limits.active+in.spare() {
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

// spare is how many places there are beside those that one provider may hold.
func (in *intake) spare() int { return max(in.limits.active/4, 1) }

// most is the part of a bound that one provider may have.
func most(limit int) int { return max(limit-limit/4, 1) }

// used is how many bytes are in use for a provider: outputs of others do not count, which
// may stand before a stream that has no room for more of theirs, unless they are many.
func (in *intake) used(l *line) int {
	if in.outputs > maxOutputs {
		return in.bytes
	}
	return in.bytes - in.outputs + l.outputs
}

// maxOutputs is how many bytes of outputs a lane holds before all providers wait for them.
const maxOutputs = 128 << 20

// next takes a job from the line whose turn it is.
func (in *intake) next() *job {
	for i, l := range in.order {
		j := l.queue[0]
		if l.active >= in.limits.provider || l.bytes > 0 && l.bytes+j.size > most(in.limits.bytes) {
			continue
		}
		if used := in.used(l); used > 0 && used+j.size > in.limits.bytes {
			return nil // it waits for its bytes, and nobody overtakes it
		}
		l.queue[0] = nil
		l.queue = l.queue[1:]
		l.active++
		l.bytes += j.size
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
	if _, _, ok := in.free(); ok {
		in.wake()
	}
}

// done gives a job's place and bytes back.
func (in *intake) done(j *job) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.active--
	in.bytes -= j.size
	in.outputs -= j.outputs
	in.unexpect(j)
	in.left(j)
	in.admitAll()
	in.fill()
}

func (in *intake) left(j *job) {
	l := in.lines[j.provider]
	l.bytes -= j.size
	l.outputs -= j.outputs
	if l.active--; l.active == 0 && l.parked == 0 && len(l.queue) == 0 {
		delete(in.lines, j.provider)
	}
}

// park gives a job's place to another while it waits; false if too many wait already,
// and it keeps its place.
func (in *intake) park(j *job) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	l := in.lines[j.provider]
	if in.parked >= in.limits.parked || l.parked >= most(in.limits.parked) {
		return false
	}
	in.parked++
	in.active--
	l.parked++
	l.active--
	in.fill()
	return true
}

// resume waits for a place for a parked job.
func (in *intake) resume(j *job) {
	in.mu.Lock()
	in.parked--
	l := in.lines[j.provider]
	l.parked--
	l.active++
	// one that holds outputs, or room for them, waits for no place: those in the places may
	// wait for its bytes
	if j.outputs > 0 || j.expected > 0 || in.active < in.limits.active+in.spare() {
		in.active++
		in.mu.Unlock()
		return
	}
	own := make(chan struct{})
	in.resuming = append(in.resuming, own)
	in.mu.Unlock()
	<-own
}
