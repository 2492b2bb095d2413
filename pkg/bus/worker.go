package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// worker runs a loop over one source.
type worker[In, Out any] struct {
	*Loop[In, Out]
	*shared
	source   Source
	outputs  chan struct{}
	flight   *flight
	intake   *intake
	pool     workerPool
	acker    acker
	meter    *meter
	throttle logThrottle
	alone    *alone
	log      *zap.Logger
	work     context.Context //nolint:containedctx // of all work in flight: it outlives the fetching
}

func newWorker[In, Out any](l *Loop[In, Out], s Source, common *shared) *worker[In, Out] {
	w := &worker[In, Out]{Loop: l, shared: common, source: s, outputs: common.outputs, flight: newFlight(), acker: acker{nc: l.JS.Conn(), publish: l.JS.Conn().Publish}, meter: l.Metrics.of(s),
		alone: newAlone(aloneFor), log: l.Log.With(zap.String("stage", string(s.Stage)), zap.String("lane", string(s.Lane)))}
	if s.Lane == contract.Flash {
		w.outputs = common.flashOutputs
	}
	c := l.Config
	w.intake = newIntake(limits{active: c.InFlight, provider: c.InFlight, parked: c.Parked, bytes: c.BytesInWork, growth: maxGrowth, ahead: c.ReadAhead, aheadBytes: c.BytesInWork}, w.begin)
	return w
}

// aloneFor is how long a suspect has its lane for itself.
const aloneFor = time.Second

// run fetches until ctx ends. Work has a context of its own that outlives ctx by
// the drain timeout.
func (w *worker[In, Out]) run(ctx context.Context) error {
	work, stop := drainContext(ctx, w.Config.DrainTimeout)
	defer stop()
	w.work = work
	beats := make(chan struct{})
	go func() { defer close(beats); w.flight.beat(work, w.JS.Conn(), w.Config.AckWait/3) }()
	for ctx.Err() == nil {
		if err := w.consume(ctx); err != nil && ctx.Err() == nil {
			if errors.Is(err, errSetup) {
				return err
			}
			w.log.Warn("consuming stopped, starting again", zap.Error(err))
			_ = service.Pause(ctx, backoff(4, w.Random()))
		}
	}
	w.flight.wait()
	w.pool.end()
	stop()
	<-beats
	return nil
}

var errSetup = errors.New("set up consumer")

// setupError tells a consumer that can't be made from a broker that is away.
func (w *worker[In, Out]) setupError(err error) error {
	if Classify(err) == Permanent {
		return fmt.Errorf("%w %s: %w", errSetup, w.source.Durable(), err)
	}
	return fmt.Errorf("make consumer %s: %w", w.source.Durable(), err)
}

// begin works on a message. It does not block.
func (w *worker[In, Out]) begin(j *job) {
	w.pool.run(func() {
		defer w.flight.end(j)
		defer w.intake.done(j)
		w.process(w.work, j)
	})
}
