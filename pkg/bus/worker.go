package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

// worker runs a loop over one source.
type worker[In, Out any] struct {
	*Loop[In, Out]
	source  Source
	gate    *gate
	flight  *flight
	slots   Slots
	crew    crew
	acker   acker
	meter   *meter
	told    teller
	suspect sync.RWMutex // a suspect is handled while nothing else is
	log     *zap.Logger
}

func newWorker[In, Out any](l *Loop[In, Out], s Source, g *gate) *worker[In, Out] {
	log := l.Log.With(zap.String("stage", string(s.Stage)), zap.String("lane", string(s.Lane)))
	return &worker[In, Out]{Loop: l, source: s, gate: g, flight: newFlight(l.Config.InFlight), acker: acker{nc: l.JS.Conn()}, meter: l.Metrics.of(s), log: log}
}

// run fetches until ctx ends. Work has a context of its own that outlives ctx by
// the drain timeout.
func (w *worker[In, Out]) run(ctx context.Context) error {
	work, stop := drainContext(ctx, w.Config.DrainTimeout)
	defer stop()
	beats := make(chan struct{})
	go func() { defer close(beats); w.flight.beat(work, w.Config.AckWait/3) }()
	for ctx.Err() == nil {
		if err := w.consume(ctx, work); err != nil && ctx.Err() == nil {
			if errors.Is(err, errSetup) {
				return err
			}
			w.log.Warn("consuming stopped, starting again", zap.Error(err))
			_ = service.Pause(ctx, backoff(4, w.Random()))
		}
	}
	w.flight.wait()
	w.crew.end()
	stop()
	<-beats
	return nil
}

var errSetup = errors.New("set up consumer")

func (w *worker[In, Out]) consume(ctx, work context.Context) error {
	cons, err := w.JS.CreateOrUpdateConsumer(ctx, w.source.Stream, ConsumerConfig(w.Config, w.source))
	if err != nil {
		return w.setupError(err)
	}
	it, err := cons.Messages(jetstream.PullMaxMessages(w.Config.InFlight),
		jetstream.PullHeartbeat(pullHeartbeat), jetstream.PullExpiry(pullExpiry))
	if err != nil {
		return fmt.Errorf("pull from %s: %w", w.source.Durable(), err)
	}
	defer it.Stop()
	defer context.AfterFunc(ctx, it.Drain)()
	for {
		// after ctx has ended the iterator still gives what it had fetched
		if err := w.gate.pass(work); err != nil {
			return err
		}
		d, err := it.Next()
		switch {
		case errors.Is(err, jetstream.ErrMsgIteratorClosed):
			return err
		case errors.Is(err, jetstream.ErrNoHeartbeat):
			continue
		case err != nil:
			return fmt.Errorf("pull from %s: %w", w.source.Durable(), err)
		}
		w.take(work, d)
	}
}

// setupError tells a consumer that can't be made from a broker that is away.
func (w *worker[In, Out]) setupError(err error) error {
	var api *jetstream.APIError
	if errors.As(err, &api) && api.Code == 400 {
		return fmt.Errorf("%w %s: %w", errSetup, w.source.Durable(), err)
	}
	return fmt.Errorf("make consumer %s: %w", w.source.Durable(), err)
}

// take starts work on a delivery, or notes that what is in flight was delivered
// again.
func (w *worker[In, Out]) take(ctx context.Context, d jetstream.Msg) {
	meta, err := d.Metadata()
	if err != nil {
		w.log.Error("message without metadata", zap.String("subject", d.Subject()), zap.Error(err))
		return
	}
	w.meter.delivered(meta.NumDelivered)
	j := w.flight.start(d, meta)
	if j == nil {
		return
	}
	w.crew.run(func() {
		defer w.flight.end(j)
		w.process(ctx, j, fromDelivery(d, meta))
	})
}
