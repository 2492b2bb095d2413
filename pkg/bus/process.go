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

// process brings one message to its end: outputs, a drop or a dead letter, then
// the acknowledgement. It returns early only when ctx ends; then the message is
// delivered again.
func (w *worker[In, Out]) process(ctx context.Context, j *job, m Msg) {
	started := w.Clock()
	ctx, span := w.span(ctx, m)
	defer span.End()
	in, v := w.judge(ctx, j, m)
	if ctx.Err() != nil && v.Kind != stage.KindForward {
		return
	}
	out := w.followInSlot(m, in, v)
	out.close(ctx, span)
	if w.publishAll(ctx, out.msgs) != nil || w.settle(ctx, j) != nil {
		return
	}
	if line := w.log.Check(zap.DebugLevel, "settled"); line != nil {
		line.Write(append(m.fields(), zap.String("outcome", string(out.outcome)), zap.String("reason", string(out.reason)))...)
	}
	w.meter.settled(out, w.Clock().Sub(started), started.Sub(m.Stored), span.SpanContext())
}

// judge decodes and handles until there is a verdict that ends the message.
func (w *worker[In, Out]) judge(ctx context.Context, j *job, m Msg) (*In, stage.Verdict[Out]) {
	in, err := w.decodeInSlot(m)
	if err != nil {
		return nil, stage.Reject[Out](reasonOf(err, contract.ReasonHeader), err)
	}
	for attempt := 1; ; {
		v := w.handleAlone(ctx, j, in)
		switch {
		case v.Kind == stage.KindWait:
			if w.waitOut(ctx, v.Reason, v.Err) != nil {
				return &in, v
			}
		case v.Kind != stage.KindRetry:
			return &in, v
		case attempt >= w.Config.MaxAttempts:
			return &in, stage.Reject[Out](contract.ReasonExhausted, fmt.Errorf("%s, %d times: %w", v.Reason, attempt, v.Err))
		default:
			w.meter.retried(v.Reason)
			if service.Pause(ctx, backoff(attempt, w.Random())) != nil {
				return &in, v
			}
			attempt++
		}
	}
}

// handleAlone gives a suspect the worker for itself, so that the one which kills
// it takes no other along; suspects take turns in random order, so that the
// innocent among them get through before the guilty one's turn.
func (w *worker[In, Out]) handleAlone(ctx context.Context, j *job, in In) stage.Verdict[Out] {
	if j.delivered < suspectAfter {
		w.suspect.RLock()
		defer w.suspect.RUnlock()
		defer w.slots.Take()()
		return w.handleSafely(ctx, in)
	}
	if err := service.Pause(ctx, time.Duration(w.Random()*float64(time.Second/2))); err != nil {
		return stage.Wait[Out](contract.ReasonBroker, err)
	}
	w.suspect.Lock()
	defer w.suspect.Unlock()
	return w.handleSafely(ctx, in)
}

func (w *worker[In, Out]) decodeInSlot(m Msg) (In, error) {
	defer w.slots.Take()()
	return w.decode(m)
}

func (w *worker[In, Out]) decode(m Msg) (in In, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Fault{contract.ReasonPanic, fmt.Errorf("panic while decoding: %v", p)}
		}
	}()
	return w.Decode(m)
}

func (w *worker[In, Out]) handleSafely(ctx context.Context, in In) (v stage.Verdict[Out]) {
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("handler panicked", zap.Any("panic", p), zap.ByteString("stack", debug.Stack()), service.TraceField(ctx))
			v = stage.Reject[Out](contract.ReasonPanic, fmt.Errorf("panic: %v", p))
		}
	}()
	return w.Handle(ctx, in)
}

// ending is what follows from a verdict.
type ending struct {
	msgs    []*nats.Msg
	outcome contract.Outcome
	reason  contract.Reason
}

// Forwarded is the outcome label of what goes on to the next stage.
const Forwarded contract.Outcome = "forwarded"

func (w *worker[In, Out]) followInSlot(m Msg, in *In, v stage.Verdict[Out]) ending {
	defer w.slots.Take()()
	return w.follow(m, in, v)
}

func (w *worker[In, Out]) follow(m Msg, in *In, v stage.Verdict[Out]) ending {
	switch v.Kind {
	case stage.KindForward:
		msgs, err := w.encode(*in, v.Outputs)
		if err != nil {
			return w.bury(m, in, reasonOf(err, contract.ReasonInvalid), err)
		}
		return ending{msgs: msgs, outcome: Forwarded}
	case stage.KindDrop:
		return ending{msgs: w.ended(m, in, contract.Dropped, v.Reason, v.Err), outcome: contract.Dropped, reason: v.Reason}
	default:
		return w.bury(m, in, v.Reason, v.Err)
	}
}

func (w *worker[In, Out]) encode(in In, outs []Out) ([]*nats.Msg, error) {
	msgs := make([]*nats.Msg, 0, len(outs))
	for _, out := range outs {
		msg, err := w.Encode(in, out)
		if err != nil {
			return nil, err
		}
		if len(msg.Data) > contract.MaxArticle && msg.Header.Get(contract.HeaderDeadStage) == "" {
			return nil, &Fault{contract.ReasonTooLarge, fmt.Errorf("%d bytes, where a message holds %d", len(msg.Data), contract.MaxArticle)}
		}
		msgs = append(msgs, msg)
	}
	return msgs, nil
}

// bury makes a dead letter. It is stored before the input is acknowledged.
func (w *worker[In, Out]) bury(m Msg, in *In, reason contract.Reason, err error) ending {
	w.log.Error("dead letter", append(m.fields(), zap.String("reason", string(reason)), zap.Error(err))...)
	w.meter.buried(m.Provider(), reason)
	dead := contract.DeadLetter(w.source.Stage, m.Provider(), m.origin(), m.Header, m.Data, reason, err, w.Clock())
	msgs := append([]*nats.Msg{dead}, w.ended(m, in, contract.Dead, reason, err)...)
	return ending{msgs: msgs, outcome: contract.Dead, reason: reason}
}

func (w *worker[In, Out]) ended(m Msg, in *In, o contract.Outcome, r contract.Reason, err error) []*nats.Msg {
	if w.Ended == nil {
		return nil
	}
	return w.Ended(m, in, o, r, err)
}
