package tail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// feed is a consumer at its start.
type feed struct {
	consumer jetstream.Consumer
	durable  bool
	pending  uint64 // what is there already
	life     *life  // of NEWS; nil for a durable consumer, which ends with its stream
	skip     uint64 // of these, before what was asked for
}

func join(subjects []string) string { return strings.Join(subjects, ", ") }

// position is where a feed begins.
type position struct {
	policy jetstream.DeliverPolicy
	seq    uint64
	skip   uint64
}

func (c *Cmd) open(ctx context.Context, js jetstream.JetStream, since time.Time) (*feed, error) {
	if c.Durable != "" {
		if f, err := c.existing(ctx, js); f != nil || err != nil {
			return f, err
		}
	}
	p, err := c.position(ctx, js, since)
	if err != nil {
		return nil, err
	}
	if c.Durable != "" {
		return c.create(ctx, js, p)
	}
	life, err := newLife(ctx, js)
	if err != nil {
		return nil, err
	}
	cons, err := js.OrderedConsumer(ctx, contract.StreamNews, jetstream.OrderedConsumerConfig{
		FilterSubjects: c.Subjects, DeliverPolicy: p.policy, OptStartSeq: p.seq,
	})
	if err != nil {
		return nil, explain(c.Subjects, err)
	}
	f, err := newFeed(ctx, cons, p.skip, false)
	if err == nil {
		f.life = life
	}
	return f, err
}

func newFeed(ctx context.Context, cons jetstream.Consumer, skip uint64, durable bool) (*feed, error) {
	info, err := cons.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("follow NEWS: %w", err)
	}
	return &feed{consumer: cons, durable: durable, pending: info.NumPending + uint64(info.NumAckPending), skip: skip}, nil
}

// existing gives the durable consumer of the name, if there is one. It has to be
// for the same subjects: a place on others means nothing.
func (c *Cmd) existing(ctx context.Context, js jetstream.JetStream) (*feed, error) {
	cons, err := js.Consumer(ctx, contract.StreamNews, c.Durable)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, explain(c.Subjects, err)
	}
	cfg := cons.CachedInfo().Config
	subjects := cfg.FilterSubjects
	if cfg.FilterSubject != "" {
		subjects = []string{cfg.FilterSubject}
	}
	if !slices.Equal(slices.Sorted(slices.Values(subjects)), slices.Sorted(slices.Values(c.Subjects))) {
		return nil, fmt.Errorf("the durable consumer %s is for %s, not for %s: give those subjects, or choose another name", c.Durable, join(subjects), join(c.Subjects))
	}
	if c.Since != "" || c.Last > 0 || c.All {
		return nil, fmt.Errorf("the durable consumer %s is there and goes on where it ended: leave --since, --last and --all out", c.Durable)
	}
	return newFeed(ctx, cons, 0, true)
}

// durableAckWait is how long a run waits for what an earlier one was given and did
// not acknowledge.
const durableAckWait = 5 * time.Second

func (c *Cmd) create(ctx context.Context, js jetstream.JetStream, p position) (*feed, error) {
	cons, err := js.CreateConsumer(ctx, contract.StreamNews, jetstream.ConsumerConfig{
		Durable: c.Durable, Description: "wireroom tail", FilterSubjects: c.Subjects, AckPolicy: jetstream.AckExplicitPolicy,
		MaxAckPending: 1, AckWait: durableAckWait, // what was cut off comes again before what follows it
		DeliverPolicy: p.policy, OptStartSeq: p.seq,
	})
	if err != nil {
		return nil, explain(c.Subjects, err)
	}
	return newFeed(ctx, cons, p.skip, true)
}

func explain(subjects []string, err error) error {
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return scan.Explain(contract.StreamNews, err)
	}
	return fmt.Errorf("follow %s on NEWS: %w", join(subjects), err)
}

func (c *Cmd) position(ctx context.Context, js jetstream.JetStream, since time.Time) (position, error) {
	switch {
	case c.All:
		return position{policy: jetstream.DeliverAllPolicy}, nil
	case !since.IsZero():
		first, err := scan.FirstSince(ctx, js, contract.StreamNews, since)
		return position{policy: jetstream.DeliverByStartSequencePolicy, seq: first}, err
	case c.Last > 0:
		return c.lastN(ctx, js)
	default:
		return position{policy: jetstream.DeliverNewPolicy}, nil
	}
}

// lastN finds where the last N that match begin: it looks back in growing steps,
// since only the server knows how many match from a sequence on.
func (c *Cmd) lastN(ctx context.Context, js jetstream.JetStream) (position, error) {
	s, err := js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return position{}, scan.Explain(contract.StreamNews, err)
	}
	state := s.CachedInfo().State
	for back := c.Last; ; back *= 4 {
		from := max(state.FirstSeq, 1)
		if state.LastSeq >= from+back {
			from = state.LastSeq - back + 1
		}
		n, err := c.matching(ctx, js, from)
		if err != nil {
			return position{}, err
		}
		if n >= c.Last || from <= max(state.FirstSeq, 1) {
			return position{policy: jetstream.DeliverByStartSequencePolicy, seq: from, skip: n - min(n, c.Last)}, nil
		}
	}
}

// matching counts what matches from a sequence on.
func (c *Cmd) matching(ctx context.Context, js jetstream.JetStream, from uint64) (uint64, error) {
	cons, err := js.CreateConsumer(ctx, contract.StreamNews, jetstream.ConsumerConfig{
		FilterSubjects: c.Subjects, DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: from,
		AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true, InactiveThreshold: 5 * time.Second,
	})
	if err != nil {
		return 0, explain(c.Subjects, err)
	}
	info := cons.CachedInfo()
	if err := js.DeleteConsumer(ctx, contract.StreamNews, info.Name); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return 0, explain(c.Subjects, err)
	}
	return info.NumPending, nil
}
