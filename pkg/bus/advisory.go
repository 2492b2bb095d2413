package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// maxDeliveries is the server's advisory that a consumer gave a message up
// (schema io.nats.jetstream.advisory.v1.max_deliver).
type maxDeliveries struct {
	Stream     string `json:"stream"`
	Consumer   string `json:"consumer"`
	StreamSeq  uint64 `json:"stream_seq"`
	Deliveries int    `json:"deliveries"`
}

// advisories turns what the server gave up on this source into dead letters: the
// server says so once, drops the message from the consumer, and is silent.
func (w *worker[In, Out]) advisories(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := w.hearAdvisories(ctx); err != nil && ctx.Err() == nil {
			w.log.Warn("listening to advisories stopped, starting again", zap.Error(err))
			_ = service.Pause(ctx, backoff(6, w.Random()))
		}
	}
	return nil
}

func (w *worker[In, Out]) hearAdvisories(ctx context.Context) error {
	cons, err := w.JS.CreateOrUpdateConsumer(ctx, contract.StreamAdvisories, jetstream.ConsumerConfig{
		Durable:       w.source.Durable(),
		Description:   "poison of " + w.source.Durable(),
		FilterSubject: contract.AdvisorySubject + "." + w.source.Stream + "." + w.source.Durable(),
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       w.Config.AckWait,
	})
	if err != nil {
		return fmt.Errorf("make advisory consumer: %w", err)
	}
	it, err := cons.Messages(jetstream.PullMaxMessages(16), jetstream.PullHeartbeat(pullHeartbeat), jetstream.PullExpiry(pullExpiry))
	if err != nil {
		return fmt.Errorf("pull advisories: %w", err)
	}
	defer it.Stop()
	defer context.AfterFunc(ctx, it.Stop)()
	for {
		d, err := it.Next()
		if errors.Is(err, jetstream.ErrNoHeartbeat) {
			continue
		}
		if err != nil {
			return fmt.Errorf("pull advisories: %w", err)
		}
		if err := w.poison(ctx, d.Data()); err != nil {
			return err
		}
		if err := ackAdvisory(ctx, d); err != nil {
			return fmt.Errorf("acknowledge advisory: %w", err)
		}
	}
}

func ackAdvisory(ctx context.Context, d jetstream.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	return d.DoubleAck(ctx)
}

// poison moves the message that an advisory names to DEAD. All of it can be done
// twice without harm.
func (w *worker[In, Out]) poison(ctx context.Context, advisory []byte) error {
	var a maxDeliveries
	if err := json.Unmarshal(advisory, &a); err != nil {
		w.log.Error("advisory can't be read", zap.Error(err))
		return nil
	}
	stream, err := w.JS.Stream(ctx, a.Stream)
	if err != nil {
		return fmt.Errorf("look up stream %s: %w", a.Stream, err)
	}
	stored, err := stream.GetMsg(ctx, a.StreamSeq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil // settled after all, or moved already
	}
	if err != nil {
		return fmt.Errorf("read poison %s %d: %w", a.Stream, a.StreamSeq, err)
	}
	m := fromStored(a.Stream, stored)
	end := w.bury(ctx, m, nil, contract.ReasonPoison, fmt.Errorf("delivered %d times without a verdict", a.Deliveries))
	if err := w.deliverDead(ctx, nil, &end); err != nil {
		if refused(err) {
			return nil // said already; the message stays in its stream
		}
		return err
	}
	w.meter.settled(end, 0, 0, trace.SpanContext{})
	if a.Stream == contract.StreamRaw {
		return nil // the original stays
	}
	if err := stream.DeleteMsg(ctx, a.StreamSeq); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return fmt.Errorf("delete poison %s %d: %w", a.Stream, a.StreamSeq, err)
	}
	return nil
}
