package bus

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/stage"
)

// suspectAfter is how many deliveries without a verdict make a message one that
// may kill its worker.
const suspectAfter = 3

// judged is what one try gave. in is nil where it could not be decoded, or where the
// try was given up; msgs are the encoded outputs of a verdict that forwards.
type judged[In, Out any] struct {
	in   *In
	v    stage.Verdict[Out]
	msgs []*nats.Msg
	hung *attempt // the try that was given up
}

// judge tries until there is a verdict that ends the message. It returns another one
// only if ctx has ended.
func (w *worker[In, Out]) judge(ctx context.Context, j *job) judged[In, Out] {
	var waited *gate
	for tries := 1; ; {
		r := w.try(ctx, j)
		if ctx.Err() != nil {
			return r
		}
		if waited != nil && r.v.Kind != stage.KindWait {
			waited.serves()
		}
		switch {
		case r.v.Kind == stage.KindWait:
			waited = w.gates.of(resourceOf(r.v.Reason, r.v.Err))
			if w.waitFor(ctx, j, waited, r.v.Reason, r.v.Err) != nil {
				return r
			}
		case r.v.Kind != stage.KindRetry:
			return r
		case tries >= w.Config.MaxAttempts || r.hung != nil && w.stillRuns(ctx, r.hung, tries):
			r.v = stage.Reject[Out](finally(r.v.Reason), fmt.Errorf("%s, %d times: %w", r.v.Reason, tries, r.v.Err))
			return r
		default:
			w.meter.retried(r.v.Reason)
			if service.Pause(ctx, backoff(tries, w.Random())) != nil {
				return r
			}
			tries++
		}
	}
}

// finally is the reason of a message whose tries are used up.
func finally(last contract.Reason) contract.Reason {
	if last == contract.ReasonTimeout {
		return last
	}
	return contract.ReasonExhausted
}

// stillRuns reports whether a handler that was given up has not come back after a
// pause: to begin another one on the same message would only lose one more goroutine.
func (w *worker[In, Out]) stillRuns(ctx context.Context, hung *attempt, tries int) bool {
	_ = service.Pause(ctx, backoff(tries, w.Random()))
	return hung.running()
}

// try decodes, handles and encodes once, in a goroutine of its own, under the deadline
// of a handler. What runs past it, its context notwithstanding, is given up.
func (w *worker[In, Out]) try(ctx context.Context, j *job) judged[In, Out] {
	if err := w.grow(ctx, j); err != nil {
		return judged[In, Out]{v: stage.Wait[Out](contract.ReasonBroker, err)}
	}
	leave, err := w.enter(ctx, j)
	if err != nil {
		return judged[In, Out]{v: stage.Wait[Out](contract.ReasonBroker, err)}
	}
	defer leave()
	r := w.tryBounded(ctx, j)
	if len(r.msgs) == 0 {
		w.intake.shrink(j)
	}
	return r
}

func (w *worker[In, Out]) tryBounded(ctx context.Context, j *job) (r judged[In, Out]) {
	hung := w.bounded(ctx, func(ctx context.Context) func() {
		own := w.tryOnce(ctx, j)
		return func() { r = own }
	})
	if hung != nil {
		r.hung, r.v = hung, stage.Retry[Out](contract.ReasonTimeout, fmt.Errorf("no verdict after %s", w.Config.HandlerTimeout))
	}
	return r
}

// enter lets a suspect have the lane for itself; suspects take turns in random order,
// so that the innocent among them get through before the guilty one's turn.
func (w *worker[In, Out]) enter(ctx context.Context, j *job) (leave func(), err error) {
	if j.delivered < suspectAfter {
		return w.alone.enter(ctx), nil
	}
	if err := service.Pause(ctx, time.Duration(w.Random()*float64(time.Second/2))); err != nil {
		return nil, err
	}
	return w.alone.enterAlone(ctx), nil
}

// bounded runs work under the deadline and calls what it gives. It returns the attempt
// if that was given up; the answer of work is lost then.
func (w *worker[In, Out]) bounded(parent context.Context, work func(context.Context) (keep func())) (hung *attempt) {
	ctx, a := begin(parent, w.Config.HandlerTimeout, w.Config.HandlerTimeout/handlerGrace)
	done := make(chan func(), 1)
	w.handlers.run(func() {
		keep := work(ctx)
		if a.end() {
			w.meter.abandoned(w.abandoned.add(-1))
		}
		done <- keep
	})
	select {
	case keep := <-done:
		keep()
		return nil
	case <-a.gone:
	case <-parent.Done():
		select {
		case keep := <-done:
			keep()
			return nil
		case <-time.After(drainGrace):
		}
	}
	if !a.giveUp() {
		(<-done)()
		return nil
	}
	w.meter.abandoned(w.abandoned.add(1))
	w.log.Error("a handler went on after its time was over; it is given up", zap.Duration("limit", w.Config.HandlerTimeout))
	return a
}

// handlerGrace is the part of a handler's time that it has to return once its context
// has ended.
const handlerGrace = 4

// drainGrace is how long a handler may take to return once the process ends.
const drainGrace = time.Second

// tryOnce is the part of a stage's own functions in a message's way. A panic in any of
// them is a rejection.
func (w *worker[In, Out]) tryOnce(ctx context.Context, j *job) (r judged[In, Out]) {
	defer w.slots.Take(ctx, w.source.Lane, j.provider)()
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("stage panicked", append(j.msg.fields(), zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))...)
			r.v = stage.Reject[Out](contract.ReasonPanic, fmt.Errorf("panic: %v", p))
		}
	}()
	in, err := w.Decode(j.msg)
	if err != nil {
		r.v = stage.Reject[Out](reasonOf(err, contract.ReasonHeader), err)
		return r
	}
	r.in = &in
	r.v = w.Handle(ctx, in)
	if context.Cause(ctx) == errTimeout && r.v.Kind == stage.KindWait { //nolint:errorlint // it is that very one
		r.v = stage.Retry[Out](contract.ReasonTimeout, fmt.Errorf("no verdict after %s", w.Config.HandlerTimeout))
	}
	if r.v.Kind != stage.KindForward {
		return r
	}
	if r.msgs, err = w.encode(in, r.v.Outputs); err != nil {
		r.v = stage.Reject[Out](reasonOf(err, contract.ReasonInvalid), err)
	}
	r.v.Outputs = nil
	return r
}

func (w *worker[In, Out]) encode(in In, outs []Out) ([]*nats.Msg, error) {
	msgs := make([]*nats.Msg, 0, len(outs))
	for _, out := range outs {
		msg, err := w.Encode(in, out)
		if err == nil {
			err = withinBudget(msg)
		}
		if err != nil {
			return nil, err
		}
		msgs = append(msgs, msg)
	}
	return msgs, nil
}

// withinBudget checks what a stage would write. A dead letter that a handler writes
// itself is as large as its input was.
func withinBudget(m *nats.Msg) error {
	if m.Header.Get(contract.HeaderDeadStage) != "" {
		return nil
	}
	if len(m.Data) > contract.MaxArticle {
		return &Fault{contract.ReasonTooLarge, fmt.Errorf("%d bytes, where a message holds %d", len(m.Data), contract.MaxArticle)}
	}
	if n := contract.HeaderSize(m.Header); n > contract.MaxHeaders {
		return &Fault{contract.ReasonHeaders, fmt.Errorf("headers of %d bytes, where a message holds %d", n, contract.MaxHeaders)}
	}
	return nil
}
