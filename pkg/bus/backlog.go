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

// backlog is how far a source is behind, as the broker says.
type backlog struct {
	lag    uint64
	inWork int
	oldest time.Duration // 0: nothing is unsettled
}

// watchBacklog tells how far the source is behind until ctx ends. What can't be
// looked up is not told, rather than told wrong.
func (w *worker[In, Out]) watchBacklog(ctx context.Context) {
	if w.meter == nil {
		return
	}
	for {
		b, err := look(ctx, w.JS, w.source, w.Clock())
		if ctx.Err() != nil {
			return
		}
		w.meter.behind(b, err == nil)
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

func (m *meter) behind(b backlog, known bool) {
	stage, lane := string(m.source.Stage), string(m.source.Lane)
	if !known {
		m.lag.DeleteLabelValues(stage, lane)
		m.inWork.DeleteLabelValues(stage, lane)
		m.oldest.DeleteLabelValues(stage, lane)
		return
	}
	m.lag.WithLabelValues(stage, lane).Set(float64(b.lag))
	m.inWork.WithLabelValues(stage, lane).Set(float64(b.inWork))
	m.oldest.WithLabelValues(stage, lane).Set(b.oldest.Seconds())
}

// look asks the broker. It costs two small requests, and reads one message where
// something is unsettled.
func look(ctx context.Context, js jetstream.JetStream, s Source, now time.Time) (backlog, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	stream, err := js.Stream(ctx, s.Stream)
	if err != nil {
		return backlog{}, fmt.Errorf("look up stream %s: %w", s.Stream, err)
	}
	cons, err := stream.Consumer(ctx, s.Durable())
	if err != nil {
		return backlog{}, fmt.Errorf("look up consumer %s: %w", s.Durable(), err)
	}
	info := cons.CachedInfo()
	b := backlog{lag: info.NumPending, inWork: info.NumAckPending}
	if b.lag == 0 && b.inWork == 0 {
		return b, nil
	}
	m, err := stream.GetMsg(ctx, info.AckFloor.Stream+1, jetstream.WithGetMsgSubject(s.Filter))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return b, nil // settled meanwhile
	}
	if err != nil {
		return b, fmt.Errorf("read the oldest of %s: %w", s.Durable(), err)
	}
	b.oldest = max(now.Sub(m.Time), time.Millisecond)
	return b, nil
}
