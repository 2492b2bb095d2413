package bus

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/stage"
)

// process brings one message to its end: outputs, a drop or a dead letter, then
// the acknowledgement. It returns early only when ctx ends, or when not even a dead
// letter can be written; then the message is delivered again.
func (w *worker[In, Out]) process(ctx context.Context, j *job) {
	if ctx.Err() != nil {
		return
	}
	if j.settled {
		if w.settle(ctx, j) == nil {
			w.flight.forget(j)
		}
		return
	}
	started := w.Clock()
	ctx, span := w.span(ctx, j.msg)
	defer span.End()
	r := w.judge(ctx, j)
	if ctx.Err() != nil && r.v.Kind != stage.KindForward || r.v.Kind == stage.KindReject && w.flight.comesAgain(j) {
		return
	}
	w.intake.hold(j, r.msgs)
	out := w.conclude(ctx, j.msg, r)
	out.close(ctx, span)
	if w.deliver(ctx, j, &out) != nil || w.settle(ctx, j) != nil {
		return
	}
	if line := w.log.Check(zap.DebugLevel, "settled"); line != nil {
		line.Write(append(j.msg.fields(), zap.String("outcome", string(out.outcome)), zap.String("reason", string(out.reason)))...)
	}
	if w.Settled != nil {
		w.Settled(ctx, j.msg)
	}
	w.meter.settled(out, w.Clock().Sub(started), started.Sub(j.msg.Stored), span.SpanContext())
}

// ending is what follows from a verdict.
type ending struct {
	dead    *nats.Msg // the dead letter, if it is one
	msgs    []*nats.Msg
	outcome contract.Outcome
	reason  contract.Reason
}

// Forwarded is the outcome label of what goes on to the next stage.
const Forwarded contract.Outcome = "forwarded"

func (w *worker[In, Out]) conclude(ctx context.Context, m Msg, r judged[In, Out]) ending {
	switch r.v.Kind {
	case stage.KindForward:
		return ending{msgs: r.msgs, outcome: Forwarded}
	case stage.KindDrop:
		return ending{msgs: w.receipts(ctx, m, r.in, contract.Dropped, r.v.Reason, r.v.Err), outcome: contract.Dropped, reason: r.v.Reason}
	default:
		return w.bury(ctx, m, r.in, r.v.Reason, r.v.Err)
	}
}

// deliver writes what follows. Where the broker refuses one of the outputs for good,
// the input is a dead letter, and the other outputs go their way.
func (w *worker[In, Out]) deliver(ctx context.Context, j *job, out *ending) error {
	if out.dead == nil {
		err := error(nil)
		if len(out.msgs) > 0 {
			err = w.publishAll(ctx, j, out.msgs)
		}
		if !refused(err) {
			return err
		}
		*out = w.bury(ctx, j.msg, nil, contract.ReasonRefused, err)
	}
	return w.deliverDead(ctx, j, out)
}

// deliverDead writes a dead letter and then its receipts. A receipt that the broker
// refuses is gone: the dead letter tells.
func (w *worker[In, Out]) deliverDead(ctx context.Context, j *job, out *ending) error {
	err := w.publishOne(ctx, j, out.dead)
	if refused(err) {
		w.log.Error("the broker refuses a dead letter; its data is left out", zap.Error(err))
		err = w.publishOne(ctx, j, contract.Bare(out.dead))
	}
	if refused(err) {
		w.meter.unburied()
		w.log.Error("not even a dead letter can be written: the message stays in its stream, unsettled", zap.String("subject", out.dead.Subject),
			zap.String("stream", w.source.Stream), zap.String("sequence", out.dead.Header.Get(contract.HeaderDeadSeq)), zap.Error(err))
	}
	if err != nil || len(out.msgs) == 0 {
		return err
	}
	if err := w.publishAll(ctx, j, out.msgs); refused(err) {
		w.log.Error("the broker refuses a receipt", zap.Error(err))
	}
	return ctx.Err()
}

// bury makes a dead letter. It is stored before the input is acknowledged.
func (w *worker[In, Out]) bury(ctx context.Context, m Msg, in *In, reason contract.Reason, err error) ending {
	w.log.Error("dead letter", append(m.fields(), zap.String("reason", string(reason)), zap.Error(err))...)
	w.meter.buried(m.Provider(), reason)
	dead := contract.DeadLetter(w.source.Stage, m.Provider(), m.origin(), m.Header, m.Data, reason, err, w.Clock())
	return ending{dead: dead, msgs: w.receipts(ctx, m, in, contract.Dead, reason, err), outcome: contract.Dead, reason: reason}
}

// receipts asks the stage for the receipts of what ends here, under the deadline of a
// handler. Where it panics or hangs there are none.
func (w *worker[In, Out]) receipts(ctx context.Context, m Msg, in *In, o contract.Outcome, r contract.Reason, cause error) (msgs []*nats.Msg) {
	if w.Ended == nil {
		return nil
	}
	w.bounded(ctx, func(context.Context) func() {
		own, err := w.receiptsOnce(m, in, o, r, cause)
		if err != nil {
			w.log.Error("no receipt", append(m.fields(), zap.Error(err))...)
		}
		return func() { msgs = own }
	})
	return msgs
}

func (w *worker[In, Out]) receiptsOnce(m Msg, in *In, o contract.Outcome, r contract.Reason, cause error) (msgs []*nats.Msg, err error) {
	defer func() {
		if p := recover(); p != nil {
			msgs, err = nil, fmt.Errorf("panic while writing the receipt: %v", p)
		}
	}()
	if in == nil && r != contract.ReasonPanic {
		if again, err := w.Decode(m); err == nil {
			in = &again
		}
	}
	return w.Ended(m, in, o, r, cause), nil
}
