package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ErrRemade says that a stream was deleted and made anew: what was read of it so far
// is of another life, whose sequences say nothing about the present one.
var ErrRemade = errors.New("the stream was made anew")

// OrderedReader reads one life of a stream in order, each message once. The client's
// own ordered consumer goes on past a stream that was made anew and skips what the new
// one holds up to the old sequence, without an error; this one ends with ErrRemade. A
// consumer belongs to one life of its stream, so that no message of another life can
// come in between.
type OrderedReader struct {
	JS      jetstream.JetStream
	Stream  string
	Filters []string  // subjects; none: all
	Created time.Time // the life to read, as the stream's info tells; zero: the present one
	From    uint64    // first sequence; 0 is 1
	Ahead   int       // messages that are fetched before their turn; 0 is 256
	// Idle says that little comes: the broker is asked rarely, and a request that was
	// lost is noticed after ten seconds instead of one.
	Idle bool
	// Tail, of the same stream, is where a reader without filters goes on once it has read
	// what came before; nil: it has a consumer of its own all the time.
	Tail *Tail

	last uint64
}

// Read calls each with every message, from From on, until ctx ends, each fails, or the
// stream was made anew (ErrRemade). It goes on by itself after a lost connection or
// consumer, at the message after the last one that each took. Any other error is of
// the broker: call Read again, and it goes on.
func (r *OrderedReader) Read(ctx context.Context, each func(jetstream.Msg, *jetstream.MsgMetadata) error) error {
	for {
		err := r.follow(ctx, each)
		if err == nil && ctx.Err() == nil {
			err = r.consume(ctx, each)
		}
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
}

// consume reads through one consumer. nil: it is gone, and another one may follow.
func (r *OrderedReader) consume(ctx context.Context, each func(jetstream.Msg, *jetstream.MsgMetadata) error) error {
	cons, err := r.open(ctx)
	if err != nil {
		return err
	}
	it, err := cons.Messages(r.pulls()...)
	if err != nil {
		return fmt.Errorf("read %s: %w", r.Stream, err)
	}
	defer it.Stop()
	defer context.AfterFunc(ctx, it.Stop)()
	for next := uint64(1); ; next++ {
		m, err := it.Next()
		if err != nil {
			return nil // whatever ended the consumer: open tells whether the stream is still there
		}
		meta, err := m.Metadata()
		if err != nil {
			return fmt.Errorf("read %s: %w", r.Stream, err)
		}
		if meta.Sequence.Consumer != next {
			return nil // one was lost on its way
		}
		if err := each(m, meta); err != nil {
			return err
		}
		r.last = meta.Sequence.Stream
		if _, _, ok := r.newest(); ok {
			return nil
		}
	}
}

// place is the first sequence that is not read yet.
func (r *OrderedReader) place() uint64 { return max(r.last+1, r.From, 1) }

func (r *OrderedReader) pulls() []jetstream.PullMessagesOpt {
	heartbeat, expiry := pullHeartbeat, pullExpiry
	if r.Idle {
		heartbeat, expiry = 5*time.Second, 30*time.Second
	}
	return []jetstream.PullMessagesOpt{jetstream.PullMaxMessages(cmp.Or(r.Ahead, readAhead)), jetstream.PullHeartbeat(heartbeat), jetstream.PullExpiry(expiry)}
}

const (
	readAhead      = 256
	readerInactive = 30 * time.Second // then the broker forgets the consumer of a reader that is gone
)

// open makes a consumer after the last message, and is sure which life it is of: the
// stream's time of creation is the same before and after.
func (r *OrderedReader) open(ctx context.Context) (jetstream.Consumer, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	if err := r.sameLife(ctx); err != nil {
		return nil, err
	}
	cons, err := r.JS.CreateConsumer(ctx, r.Stream, jetstream.ConsumerConfig{
		Description: "ordered reader", DeliverPolicy: jetstream.DeliverByStartSequencePolicy,
		OptStartSeq: r.place(), AckPolicy: jetstream.AckNonePolicy, FilterSubjects: r.Filters,
		MemoryStorage: true, Replicas: 1, InactiveThreshold: readerInactive,
	})
	if err != nil {
		return nil, fmt.Errorf("make a reader of %s: %w", r.Stream, err)
	}
	return cons, r.sameLife(ctx)
}

func (r *OrderedReader) sameLife(ctx context.Context) error {
	s, err := r.JS.Stream(ctx, r.Stream)
	if err != nil {
		return fmt.Errorf("look up stream %s: %w", r.Stream, err)
	}
	created := s.CachedInfo().Created
	if r.Created.IsZero() {
		r.Created = created
	}
	if !r.Created.Equal(created) {
		return fmt.Errorf("read %s: %w", r.Stream, ErrRemade)
	}
	return nil
}
