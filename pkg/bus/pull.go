package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
)

// pulls is how many pull requests of a lane are open at once: while one ends, the other
// goes on.
const pulls = 2

// consume fetches until ctx ends. It asks for no more than the intake has room for and
// takes at once what comes, so that progress is reported on all that was delivered: the
// client's own iterators keep up to a whole pull in a buffer that nobody reports on.
func (w *worker[In, Out]) consume(ctx context.Context) error {
	if _, err := w.JS.CreateOrUpdateConsumer(ctx, w.source.Stream, ConsumerConfig(w.Config, w.source)); err != nil {
		return w.setupError(err)
	}
	w.flight.forgetAll() // a consumer that is made anew may be of a stream that is, too
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.bypassBacklogs(ctx) })
	for range pulls {
		group.Go(func() error {
			for {
				r, err := w.intake.reserve(ctx)
				if err != nil {
					return err
				}
				err = w.pull(ctx, r)
				w.intake.release(r)
				if err != nil {
					return fmt.Errorf("pull from %s: %w", w.source.Durable(), err)
				}
			}
		})
	}
	return group.Wait()
}

// pullRequest is what asks a consumer for messages (ADR-13); durations in nanoseconds.
type pullRequest struct {
	Batch     int           `json:"batch"`
	MaxBytes  int           `json:"max_bytes"`
	Expires   time.Duration `json:"expires"`
	Heartbeat time.Duration `json:"idle_heartbeat"`
}

// pullPatience is how long a pull request may be silent, heartbeats included.
const pullPatience = 3 * pullHeartbeat

// pull asks once, for what r has room for, and takes what comes until the request is
// over. After ctx has ended it still takes what was on its way.
func (w *worker[In, Out]) pull(ctx context.Context, r *reservation) error {
	nc := w.JS.Conn()
	sub, err := nc.SubscribeSync(nc.NewInbox())
	if err != nil {
		return err
	}
	defer sub.Unsubscribe() //nolint:errcheck // the connection is gone then, and the subscription with it
	defer context.AfterFunc(ctx, func() { _ = sub.Drain() })()
	if err := w.ask(nc, sub.Subject, r); err != nil {
		return err
	}
	late := false
	for n := r.messages; n > 0; {
		m, err := sub.NextMsg(pullPatience)
		switch {
		case errors.Is(err, nats.ErrTimeout) && !late:
			// the request or the connection was lost, or all is slow: then what is on its
			// way is still taken, or it would be missing until AckWait is over
			late = true
			_ = sub.Drain()
		case err != nil && late && ctx.Err() == nil:
			return nil
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case m.Reply != "":
			n--
			w.take(m, r)
		default:
			if over, err := statusOf(m); over {
				return err
			}
		}
	}
	return nil
}

func (w *worker[In, Out]) ask(nc *nats.Conn, inbox string, r *reservation) error {
	body, err := json.Marshal(pullRequest{Batch: r.messages, MaxBytes: max(r.bytes, largestMessage), Expires: pullExpiry, Heartbeat: pullHeartbeat})
	if err != nil {
		return err
	}
	prefix := strings.TrimSuffix(w.JS.Options().APIPrefix, ".")
	if prefix == "" {
		prefix = "$JS.API"
	}
	return nc.PublishRequest(prefix+".CONSUMER.MSG.NEXT."+w.source.Stream+"."+w.source.Durable(), inbox, body)
}

// largestMessage is what a pull request has to have room for, or the server would never
// give what is larger: a message's data and headers, its subjects beside.
const largestMessage = contract.MaxPayload + 4<<10

// statusOf reads what the server says of a pull request (ADR-13). It is over with
// everything but a heartbeat; an error says that the consumer has to be made again.
func statusOf(m *nats.Msg) (over bool, err error) {
	code, text := m.Header.Get("Status"), m.Header.Get("Description")
	switch {
	case code == "100":
		return false, nil
	case code == "404", code == "408", code == "409" && (strings.Contains(text, "Batch Completed") || strings.Contains(text, "MaxBytes")):
		return true, nil
	default:
		return true, fmt.Errorf("the broker says %s %s", code, text)
	}
}

// take queues a delivery, or notes that what is held already was delivered again.
func (w *worker[In, Out]) take(d *nats.Msg, r *reservation) {
	meta, err := d.Metadata()
	if err != nil {
		w.log.Error("message without metadata", zap.String("subject", d.Subject), zap.Error(err))
		return
	}
	w.meter.delivered(meta.NumDelivered)
	if j := w.flight.start(d, meta); j != nil {
		w.intake.add(j, r)
	}
}
