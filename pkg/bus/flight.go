package bus

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
)

// flight is what a worker holds, begun or not: it keeps the broker from giving it to
// another.
type flight struct {
	group sync.WaitGroup
	mu    sync.Mutex
	jobs  map[uint64]*job
	ahead map[uint64]time.Time // what was settled before its delivery, and when it was stored
}

// maxAhead is how many messages of a lane may be settled and not yet delivered.
const maxAhead = 1 << 17

// job is one message that a worker holds.
type job struct {
	seq       uint64
	delivered uint64
	provider  string
	size      int // bytes of its data, and of its outputs once there are any
	outputs   int // bytes of these
	expected  int // bytes that it may be about to make
	msg       Msg
	latest    atomic.Pointer[string] // the reply subject of the delivery to acknowledge; nil: read from behind a backlog
	settled   bool                   // it was settled before its delivery, which is yet to be acknowledged

	mu     sync.Mutex
	waits  int  // how many of its outputs, or it itself, wait for a resource
	parked bool // its place is another's
}

func newFlight() *flight {
	return &flight{jobs: make(map[uint64]*job), ahead: make(map[uint64]time.Time)}
}

// start makes a job of a delivery. It returns nil if the same message is held already:
// that one then answers for the new delivery too.
func (f *flight) start(d *nats.Msg, meta *nats.MsgMetadata) *job {
	f.mu.Lock()
	defer f.mu.Unlock()
	stored, settled := f.ahead[meta.Sequence.Stream]
	settled = settled && stored.Equal(meta.Timestamp)
	if j := f.jobs[meta.Sequence.Stream]; j != nil && (j.settled || !settled) {
		j.latest.Store(&d.Reply)
		return nil
	}
	j := f.hold(fromDelivery(d, meta), meta.NumDelivered)
	j.latest.Store(&d.Reply)
	j.settled = settled
	return j
}

// hold makes a job. The lock must be held.
func (f *flight) hold(m Msg, delivered uint64) *job {
	j := &job{seq: m.Sequence, delivered: delivered, size: len(m.Data), msg: m, provider: m.Provider()}
	f.jobs[j.seq] = j
	f.group.Add(1)
	return j
}

func (f *flight) end(j *job) {
	f.mu.Lock()
	if f.jobs[j.seq] == j {
		delete(f.jobs, j.seq)
	}
	f.mu.Unlock()
	f.group.Done()
}

func (f *flight) wait() { f.group.Wait() }

// beat reports progress on all that is held until ctx ends.
func (f *flight) beat(ctx context.Context, nc *nats.Conn, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			f.progress(nc)
		}
	}
}

func (f *flight) progress(nc *nats.Conn) {
	f.mu.Lock()
	held := make([]string, 0, len(f.jobs))
	for _, j := range f.jobs {
		if reply := j.latest.Load(); reply != nil {
			held = append(held, *reply)
		}
	}
	f.mu.Unlock()
	for _, reply := range held {
		// a lost sign of life only means a redelivery, which settles as ours
		_ = nc.Publish(reply, progress)
	}
}

// drainContext outlives parent by d.
func drainContext(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		t := time.AfterFunc(d, cancel)
		context.AfterFunc(ctx, func() { t.Stop() })
	})
	return ctx, func() { stop(); cancel() }
}
