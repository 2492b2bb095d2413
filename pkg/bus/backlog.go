package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

const (
	lookEvery   = 15 * time.Second
	lookAgain   = 2 * time.Second // after a failure
	lookTimeout = 5 * time.Second
)

// Backlog is how far a source is behind.
type Backlog struct {
	Lag    uint64    // messages that it has not begun
	InWork int       // messages that its workers hold
	Oldest time.Time // when the oldest unsettled one was stored; zero: all is settled
}

// watchBacklog tells how far the source is behind until ctx ends. What can't be
// looked up is not told, rather than told wrong.
func (w *worker[In, Out]) watchBacklog(ctx context.Context) {
	if w.meter == nil {
		return
	}
	for {
		b, err := look(ctx, w.JS, w.source)
		if ctx.Err() != nil {
			return
		}
		w.meter.behind(b, err == nil, w.Clock())
		next := lookEvery
		if err != nil {
			w.log.Debug("backlog unknown", zap.Error(err))
			next = lookAgain
		}
		if service.Pause(ctx, next) != nil {
			return
		}
	}
}

func (m *meter) behind(b Backlog, known bool, now time.Time) {
	stage, lane := string(m.source.Stage), string(m.source.Lane)
	if !known {
		m.lag.DeleteLabelValues(stage, lane)
		m.inWork.DeleteLabelValues(stage, lane)
		m.oldest.DeleteLabelValues(stage, lane)
		return
	}
	m.lag.WithLabelValues(stage, lane).Set(float64(b.Lag))
	m.inWork.WithLabelValues(stage, lane).Set(float64(b.InWork))
	var age time.Duration
	if !b.Oldest.IsZero() {
		age = max(now.Sub(b.Oldest), time.Millisecond)
	}
	m.oldest.WithLabelValues(stage, lane).Set(age.Seconds())
}

// look asks the broker. It costs two small requests, and one or two more where
// something is unsettled.
func look(ctx context.Context, js jetstream.JetStream, s Source) (Backlog, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	stream, err := js.Stream(ctx, s.Stream)
	if err != nil {
		return Backlog{}, fmt.Errorf("look up stream %s: %w", s.Stream, err)
	}
	cons, err := stream.Consumer(ctx, s.Durable())
	if err != nil {
		return Backlog{}, fmt.Errorf("look up consumer %s: %w", s.Durable(), err)
	}
	return Behind(ctx, stream, cons.CachedInfo(), s.Filter)
}

// Behind says how far the consumer of a filter is behind. The broker's own counts are
// sums that it carries on: messages that are purged, erased or lost while a consumer is
// stopped can stay in them for good. So what they say is held against what the stream
// holds: nothing waits where no message is.
func Behind(ctx context.Context, stream jetstream.Stream, info *jetstream.ConsumerInfo, filter string) (Backlog, error) {
	b := Backlog{Lag: info.NumPending, InWork: info.NumAckPending}
	if b.Lag == 0 && b.InWork == 0 {
		return b, nil
	}
	oldest, err := next(ctx, stream, info.AckFloor.Stream+1, filter)
	if err != nil || oldest == nil {
		return Backlog{}, err
	}
	b.Oldest = oldest.Time
	if b.Lag == 0 {
		return b, nil
	}
	waits, err := next(ctx, stream, info.Delivered.Stream+1, filter)
	if err != nil {
		return Backlog{}, err
	}
	if waits == nil {
		b.Lag = 0
	}
	if b.Lag == 0 && b.InWork == 0 {
		b.Oldest = time.Time{} // settled, above the floor
	}
	return b, nil
}

// next reads the first message of a filter at or after a sequence, nil if there is none.
func next(ctx context.Context, stream jetstream.Stream, seq uint64, filter string) (*jetstream.RawStreamMsg, error) {
	m, err := stream.GetMsg(ctx, seq, jetstream.WithGetMsgSubject(filter))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the oldest of %s: %w", filter, err)
	}
	return m, nil
}
