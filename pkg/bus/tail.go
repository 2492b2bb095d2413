package bus

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

// The bounds of what a Tail keeps.
const (
	tailMessages = 512
	tailBytes    = 8 << 20
	tailPause    = 500 * time.Millisecond // after a failure
)

// Tail is the newest part of a stream, read once for all readers of this process that
// have read what came before: each OrderedReader with this Tail leaves its own consumer
// once it has caught up, and goes back to one when it has fallen behind. What a reader
// gets is the same with and without. It is safe for use by many.
type Tail struct {
	js     jetstream.JetStream
	stream string
	log    *zap.Logger

	mu    sync.Mutex
	life  time.Time // of the stream; zero: there is nothing to rely on
	first uint64    // everything from this sequence on that the stream holds, and before next, is in held
	next  uint64
	held  []delivery // by sequence
	bytes int
	more  chan struct{} // closed when something has changed
}

// delivery is a message as readers get it. They must not change it.
type delivery struct {
	msg  jetstream.Msg
	meta *jetstream.MsgMetadata
}

// NewTail makes one that is empty until Run fills it.
func NewTail(js jetstream.JetStream, stream string, log *zap.Logger) *Tail {
	return &Tail{js: js, stream: stream, log: log, more: make(chan struct{})}
}

// Run reads the stream's new messages until ctx ends, over outages and streams made anew.
func (t *Tail) Run(ctx context.Context) {
	for ctx.Err() == nil {
		err := t.read(ctx)
		t.begin(time.Time{}, 0)
		if ctx.Err() == nil {
			t.log.Debug("a stream's new messages are not read once for all for now", zap.String("stream", t.stream), zap.Error(err))
			_ = service.Pause(ctx, tailPause)
		}
	}
}

func (t *Tail) read(ctx context.Context) error {
	s, err := t.js.Stream(ctx, t.stream)
	if err != nil {
		return err
	}
	info := s.CachedInfo()
	t.begin(info.Created, info.State.LastSeq+1)
	r := &OrderedReader{JS: t.js, Stream: t.stream, Created: info.Created, From: info.State.LastSeq + 1}
	return r.Read(ctx, func(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
		t.add(delivery{m, meta})
		return nil
	})
}

// begin empties the tail: it holds nothing of a life before this sequence.
func (t *Tail) begin(life time.Time, from uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.life, t.first, t.next, t.held, t.bytes = life, from, from, nil, 0
	t.wake()
}

func (t *Tail) add(d delivery) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = append(t.held, d)
	t.bytes += len(d.msg.Data())
	t.next = d.meta.Sequence.Stream + 1
	for len(t.held) > tailMessages || t.bytes > tailBytes && len(t.held) > 1 {
		t.bytes -= len(t.held[0].msg.Data())
		t.first = t.held[0].meta.Sequence.Stream + 1
		t.held[0] = delivery{}
		t.held = t.held[1:]
	}
	t.wake()
}

// wake tells all who wait. The lock is held.
func (t *Tail) wake() {
	close(t.more)
	t.more = make(chan struct{})
}

// tailBatch is how many messages a reader takes at once.
const tailBatch = 64

// from gives what follows from a sequence of a life on, and how to wait for more. It is
// not ok where the tail does not reach back so far.
func (t *Tail) from(life time.Time, seq uint64) (batch []delivery, more <-chan struct{}, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.life.IsZero() || !t.life.Equal(life) || seq < t.first {
		return nil, nil, false
	}
	at, _ := slices.BinarySearchFunc(t.held, seq, func(d delivery, seq uint64) int { return cmp.Compare(d.meta.Sequence.Stream, seq) })
	return t.pending(at, min(at+tailBatch, len(t.held))), t.more, true
}

// pending copies deliveries, with how many follow as it is now.
func (t *Tail) pending(from, to int) []delivery {
	out := slices.Clone(t.held[from:to])
	for i := range out {
		meta := *out[i].meta
		if after := len(t.held) - 1 - (from + i); after > 0 {
			meta.NumPending = t.held[len(t.held)-1].meta.NumPending + uint64(after) //nolint:gosec // not negative
		}
		out[i].meta = &meta
	}
	return out
}

// newest gives what the reader's tail has for it.
func (r *OrderedReader) newest() (batch []delivery, more <-chan struct{}, ok bool) {
	if r.Tail == nil || len(r.Filters) > 0 {
		return nil, nil, false
	}
	return r.Tail.from(r.Created, r.place())
}

// follow reads from the tail, until it does not reach back to where the reader stands.
// nil: a consumer has to go on.
func (r *OrderedReader) follow(ctx context.Context, each func(jetstream.Msg, *jetstream.MsgMetadata) error) error {
	for {
		batch, more, ok := r.newest()
		if !ok {
			return nil
		}
		for _, d := range batch {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := each(d.msg, d.meta); err != nil {
				return err
			}
			r.last = d.meta.Sequence.Stream
		}
		if len(batch) > 0 {
			continue
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
