package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

const (
	// bypassEvery is the time between two looks past a backlog.
	bypassEvery = 250 * time.Millisecond
	// bypassProvider is how many messages of one provider a lane holds at most for a look
	// to bring more of it.
	bypassProvider = 16
	// bypassMisses is how often nothing is found on a subject before it is looked at again
	// only once it holds another number of messages: a replica may lag.
	bypassMisses = 4
)

// bypass finds the messages of other providers that stand in the stream behind a backlog
// which is longer than what a lane reads ahead. It reads them from the stream, and they
// are worked on as if they had been delivered. The consumer delivers them once more when
// their turn comes, and then they are only acknowledged. Another process, or this one
// after a restart, does not know of that and works on them again, as on any redelivery.
type bypass struct {
	stream   jetstream.Stream
	created  time.Time
	subjects map[string]*bypassed
}

// bypassed is what is known of a subject.
type bypassed struct {
	next   uint64 // sequence after what was taken last
	state  subjectState
	misses int
}

// subjectState changes where a subject has got a message.
type subjectState struct {
	messages, first uint64
	deleted         int
}

// bypassBacklogs looks past the backlog of the lane until ctx ends. It gives an error if the
// consumer is gone: a lane that is full does not fetch, and would not notice.
func (w *worker[In, Out]) bypassBacklogs(ctx context.Context) error {
	if s := w.source.Stream; s != contract.StreamRaw && !isWork(s) {
		return nil // subjects do not end with the provider
	}
	var b bypass
	for {
		err := w.lookPast(ctx, &b)
		if errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrStreamNotFound) {
			return err
		}
		if err != nil && ctx.Err() == nil {
			w.log.Debug("could not look past the backlog", zap.Error(err))
		}
		if service.Pause(ctx, bypassEvery) != nil {
			return nil //nolint:nilerr // ctx has ended
		}
	}
}

// lookPast looks once at each subject of which the lane holds little. It does nothing
// where all that waits is soon read, or where something in hand may have killed its
// worker: what is brought from behind could be the cause, and has no count of deliveries.
func (w *worker[In, Out]) lookPast(ctx context.Context, b *bypass) error {
	if !w.intake.deep() || !w.flight.mayBypass(w.Config.BytesInWork) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	info, frontier, err := w.frontier(ctx, b)
	if err != nil || frontier >= info.State.LastSeq {
		return err
	}
	for subject, n := range info.State.Subjects {
		one := b.of(subject)
		one.next = max(one.next, frontier+1)
		if err := w.bring(ctx, b.stream, subject, one, subjectState{n, info.State.FirstSeq, info.State.NumDeleted}); err != nil {
			return err
		}
	}
	return nil
}

// frontier gives the state of the stream by subject, and the last sequence that its
// consumer has delivered to any worker.
func (w *worker[In, Out]) frontier(ctx context.Context, b *bypass) (*jetstream.StreamInfo, uint64, error) {
	var err error
	if b.stream == nil {
		if b.stream, err = w.JS.Stream(ctx, w.source.Stream); err != nil {
			return nil, 0, fmt.Errorf("look up stream %s: %w", w.source.Stream, err)
		}
	}
	info, err := b.stream.Info(ctx, jetstream.WithSubjectFilter(w.source.Filter))
	if err != nil {
		return nil, 0, fmt.Errorf("look up stream %s: %w", w.source.Stream, err)
	}
	if !info.Created.Equal(b.created) {
		b.created, b.subjects = info.Created, map[string]*bypassed{}
	}
	cons, err := b.stream.Consumer(ctx, w.source.Durable())
	if err != nil {
		return nil, 0, fmt.Errorf("look up consumer %s: %w", w.source.Durable(), err)
	}
	w.flight.acknowledged(cons.CachedInfo().AckFloor.Stream)
	return info, cons.CachedInfo().Delivered.Stream, nil
}

func (b *bypass) of(subject string) *bypassed {
	one := b.subjects[subject]
	if one == nil {
		one = &bypassed{}
		b.subjects[subject] = one
	}
	return one
}

// bring takes messages of one subject until the lane holds enough of its provider.
func (w *worker[In, Out]) bring(ctx context.Context, s jetstream.Stream, subject string, one *bypassed, state subjectState) error {
	if one.state != state {
		one.state, one.misses = state, 0
	}
	provider := providerOf(subject)
	for one.misses < bypassMisses && w.intake.wants(provider) && w.flight.mayBypass(w.Config.BytesInWork) {
		m, err := s.GetMsg(ctx, one.next, jetstream.WithGetMsgSubject(subject))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			one.misses++
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the next of %s: %w", subject, err)
		}
		one.next = m.Sequence + 1
		if j := w.flight.startAhead(fromStored(w.source.Stream, m)); j != nil {
			w.intake.add(j, &reservation{})
		}
	}
	return nil
}

// deep reports whether so much waits in the lane that what stands behind it in the stream
// may wait for long.
func (in *intake) deep() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	messages, bytes := 0, 0
	for _, l := range in.order {
		messages += len(l.queue)
		for _, j := range l.queue {
			bytes += j.size
		}
	}
	return messages >= in.share() || bytes >= in.limits.aheadBytes/4
}

// wants reports whether the lane holds less of a provider than is brought from behind a
// backlog.
func (in *intake) wants(provider string) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	l := in.lines[provider]
	return l == nil || len(l.queue)+l.active+l.parked < bypassProvider
}
