package bus

import (
	"context"
	"errors"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/stage"
)

// resourceError names what an error is of.
type resourceError struct {
	resource string
	error
}

func (e *resourceError) Unwrap() error { return e.error }

// At says which resource err is of, for a verdict that waits: a stream's name, or a
// word of the stage's own such as "redis". Messages that wait for one resource do not
// hold up those that wait for another. nil stays nil.
func At(resource string, err error) error {
	if err == nil {
		return nil
	}
	return &resourceError{resource, err}
}

// resourceOf is what a verdict waits for; its reason where the error does not say.
func resourceOf(reason contract.Reason, err error) string {
	var at *resourceError
	if errors.As(err, &at) {
		return at.resource
	}
	return string(reason)
}

// waitFor parks the job until it may try the resource again.
func (w *worker[In, Out]) waitFor(ctx context.Context, j *job, g *gate, reason contract.Reason, err error) error {
	w.meter.waiting(reason, 1)
	defer w.meter.waiting(reason, -1)
	if w.throttle.due(w.Clock(), logEvery) {
		w.log.Warn("waiting", zap.String("reason", string(reason)), zap.Error(err))
	}
	w.park(j)
	defer w.unpark(j)
	return g.wait(ctx)
}

// waitAlone is for what concerns one message and not its resource, which serves others.
func (w *worker[In, Out]) waitAlone(ctx context.Context, j *job, reason contract.Reason, tries int) error {
	w.meter.waiting(reason, 1)
	defer w.meter.waiting(reason, -1)
	w.park(j)
	defer w.unpark(j)
	return service.Pause(ctx, backoff(tries+2, w.Random()))
}

// park gives the job's place away when the first of its outputs waits. j is nil for
// what has no place in the lane.
func (w *worker[In, Out]) park(j *job) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.waits++; j.waits == 1 {
		j.parked = w.intake.park(j)
	}
}

func (w *worker[In, Out]) unpark(j *job) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.waits--; j.waits == 0 && j.parked {
		j.parked = false
		w.intake.resume(j)
	}
}

// VerdictOf is a handler's verdict on an error of the broker: it waits for an outage,
// for room, and for another's write to end; what is refused for good is a rejection.
func VerdictOf[Out any](err error) stage.Verdict[Out] {
	if Classify(err) == Permanent {
		return stage.Reject[Out](ReasonOf(err), err)
	}
	return stage.Wait[Out](ReasonOf(err), err)
}
