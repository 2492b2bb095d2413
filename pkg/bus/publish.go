package bus

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// publishTimeout bounds one try; then the broker counts as away.
const publishTimeout = 5 * time.Second

// publishAll writes all messages at once and awaits every acknowledgement. It
// fails only when ctx ends.
func (w *worker[In, Out]) publishAll(ctx context.Context, msgs []*nats.Msg) error {
	if len(msgs) == 0 {
		return nil
	}
	results := make(chan error, len(msgs))
	for _, m := range msgs[1:] {
		go func() { results <- w.publishOne(ctx, m) }()
	}
	err := w.publishOne(ctx, msgs[0])
	for range msgs[1:] {
		err = errors.Join(err, <-results)
	}
	return err
}

// publishOne waits out every outage.
func (w *worker[In, Out]) publishOne(ctx context.Context, m *nats.Msg) error {
	for {
		err := PublishOnce(ctx, w.JS, m)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if errors.Is(err, nats.ErrMaxPayload) {
			// only a misconfigured broker takes less than we bound a message to
			w.log.Error("broker's max_payload is too small", zap.Int("bytes", len(m.Data)))
		}
		if err := w.waitOut(ctx, ReasonOf(err), err); err != nil {
			return err
		}
	}
}

// PublishOnce writes one message and awaits the stream's acknowledgement, for
// five seconds at most.
func PublishOnce(ctx context.Context, js jetstream.JetStream, m *nats.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	_, err := Publish(ctx, js, m)
	return err
}

// waitOut closes the gate for a moment: nothing is fetched while anything waits.
func (w *worker[In, Out]) waitOut(ctx context.Context, reason contract.Reason, err error) error {
	w.meter.waiting(reason, 1)
	w.gate.enter()
	defer w.gate.leave()
	defer w.meter.waiting(reason, -1)
	if w.told.due(w.Clock(), tellEvery) {
		w.log.Warn("waiting", zap.String("reason", string(reason)), zap.Error(err))
	}
	return service.Pause(ctx, backoff(4, w.Random()))
}

// settleTries bounds how often an acknowledgement is tried again before a
// redelivery is let happen: it settles as what is published already.
const settleTries = 3

// settle acknowledges the input and awaits the broker's word.
func (w *worker[In, Out]) settle(ctx context.Context, j *job) error {
	var err error
	for range settleTries {
		err = w.acker.await(ctx, *j.latest.Load())
		if err == nil || errors.Is(err, jetstream.ErrMsgAlreadyAckd) {
			return nil
		}
		if err := w.waitOut(ctx, contract.ReasonBroker, err); err != nil {
			return err
		}
	}
	return err
}

func doubleAck(ctx context.Context, d jetstream.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	return d.DoubleAck(ctx)
}
