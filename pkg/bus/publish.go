package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

const (
	// publishTimeout bounds one try; then the broker counts as away.
	publishTimeout = 5 * time.Second
	// messageWindow is how many outputs of one message are on their way at once.
	messageWindow = 64
	// conflictTries bounds how often a write is tried again that another one is in the
	// way of: some 30 seconds.
	conflictTries = 20
)

// refusal is a permanent error: the broker refuses a message for good.
type refusal struct{ error }

func (r *refusal) Unwrap() error { return r.error }

// refused reports whether err is, or holds, a refusal.
func refused(err error) bool {
	var r *refusal
	return errors.As(err, &r)
}

// publishAll writes all messages through a window and awaits every acknowledgement. It
// fails when ctx ends, and with a refusal where the broker refuses one for good: the
// others are written all the same.
func (w *worker[In, Out]) publishAll(ctx context.Context, j *job, msgs []*nats.Msg) error {
	if len(msgs) == 1 {
		return w.publishOne(ctx, j, msgs[0])
	}
	var (
		next  atomic.Int64
		group sync.WaitGroup
		mu    sync.Mutex
		first error
	)
	for range min(len(msgs), messageWindow) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(msgs)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				if err := w.publishOne(ctx, j, msgs[i]); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return first
}

// publishOne waits out every outage; what the broker refuses for good is a refusal.
func (w *worker[In, Out]) publishOne(ctx context.Context, j *job, m *nats.Msg) error {
	if err := w.waitTurn(ctx, j, m.Subject); err != nil {
		return err
	}
	gate := w.gates.of(contract.StreamOfSubject(m.Subject))
	if gate.closed() {
		if err := w.waitFor(ctx, j, gate, contract.ReasonBroker, errClosed); err != nil {
			return err
		}
	}
	for conflicts, alone := 0, 0; ; {
		mark := gate.mark()
		err := w.publishOnce(ctx, m)
		if err == nil {
			gate.serves()
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch class := Classify(err); {
		case class == Permanent, class == Conflict && conflicts >= conflictTries:
			return &refusal{fmt.Errorf("write %s: %w", m.Subject, err)}
		case class == Conflict:
			conflicts++
			if err := service.Pause(ctx, backoff(conflicts, w.Random())); err != nil {
				return err
			}
		case gate.contradicted(mark):
			alone++
			if err := w.waitAlone(ctx, j, ReasonOf(err), alone); err != nil {
				return err
			}
		default:
			if err := w.waitFor(ctx, j, gate, ReasonOf(err), err); err != nil {
				return err
			}
		}
	}
}

var errClosed = errors.New("others wait for the same stream")

func (w *worker[In, Out]) publishOnce(ctx context.Context, m *nats.Msg) error {
	select {
	case w.outputs <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.outputs }()
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	_, err := w.writer.Publish(ctx, m, w.source.Lane == contract.Flash)
	return err
}

// PublishOnce writes one message and awaits the stream's acknowledgement, for
// five seconds at most.
func PublishOnce(ctx context.Context, js jetstream.JetStream, m *nats.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	_, err := Publish(ctx, js, m)
	return err
}

// settleTries bounds how often an acknowledgement is tried again before a
// redelivery is let happen: it settles as what is published already.
const settleTries = 3

// settle acknowledges the input and awaits the broker's answer. What is not delivered
// yet is acknowledged when it is.
func (w *worker[In, Out]) settle(ctx context.Context, j *job) error {
	if w.flight.settleAhead(j) {
		return nil
	}
	gate := w.gates.of(w.source.Stream)
	var err error
	for try := range settleTries {
		mark := gate.mark()
		err = w.acker.await(ctx, *j.latest.Load())
		if err == nil {
			gate.serves()
			return nil
		}
		wait := func() error { return w.waitFor(ctx, j, gate, contract.ReasonBroker, err) }
		if gate.contradicted(mark) {
			wait = func() error { return w.waitAlone(ctx, j, contract.ReasonBroker, try) }
		}
		if err := wait(); err != nil {
			return err
		}
	}
	return err
}
