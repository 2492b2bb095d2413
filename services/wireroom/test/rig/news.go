package rig

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
)

// ReadStream reads all that a stream holds, oldest first.
func (r *Rig) ReadStream(ctx context.Context, stream string) ([]*contract.Envelope, []jetstream.Msg, error) {
	js := r.JetStream()
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return nil, nil, fmt.Errorf("look up %s: %w", stream, err)
	}
	n := s.CachedInfo().State.Msgs
	if n == 0 {
		return nil, nil, nil
	}
	cons, err := js.OrderedConsumer(ctx, stream, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", stream, err)
	}
	it, err := cons.Messages(jetstream.PullHeartbeat(500*time.Millisecond), jetstream.PullExpiry(5*time.Second))
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", stream, err)
	}
	defer it.Stop()
	var envelopes []*contract.Envelope
	var msgs []jetstream.Msg
	for uint64(len(msgs)) < n {
		m, err := it.Next(jetstream.NextContext(ctx))
		if errors.Is(err, jetstream.ErrNoHeartbeat) {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", stream, err)
		}
		e, err := contract.ParseEnvelope(m.Headers())
		if err != nil && stream == contract.StreamNews {
			return nil, nil, fmt.Errorf("read %s: %w", stream, err)
		}
		envelopes, msgs = append(envelopes, e), append(msgs, m)
	}
	return envelopes, msgs, nil
}

// Count gives how many messages a stream holds.
func (r *Rig) Count(ctx context.Context, js jetstream.JetStream, stream string) (uint64, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return 0, err
	}
	return s.CachedInfo().State.Msgs, nil
}
