package raw

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// first answers a repeat with the delivery that its Idempotency-Key was first
// stored as, if the body is the same.
func (w *Writer) first(ctx context.Context, provider string, seq uint64, hash string) (Stored, error) {
	msg, err := w.get(ctx, seq)
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		// Purged since: it was acknowledged and worked off. Nothing is left to
		// compare with, and a refusal would make the provider push it as new.
		return Stored{contract.DeliveryID(w.life.Load().Get(), seq), true}, nil
	case err != nil:
		return Stored{}, unavailable("read the first delivery of an Idempotency-Key", err)
	case msg.Header.Get(contract.HeaderBodyHash) != hash || msg.Header.Get(contract.HeaderProvider) != provider:
		return Stored{}, ErrKeyReused
	}
	return Stored{contract.DeliveryID(msg.Header.Get(contract.HeaderIncarnation), seq), true}, nil
}

// Origin is what RAW knows of a delivery.
type Origin struct {
	Provider    string
	Incarnation string
	Received    time.Time
}

// Origin reads a delivery's origin by its sequence; nil if RAW doesn't hold it.
func (w *Writer) Origin(ctx context.Context, seq uint64) (*Origin, error) {
	msg, err := w.get(ctx, seq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	o := &Origin{Provider: msg.Header.Get(contract.HeaderProvider), Incarnation: msg.Header.Get(contract.HeaderIncarnation), Received: msg.Time}
	if at, err := time.Parse(time.RFC3339Nano, msg.Header.Get(contract.HeaderReceivedAt)); err == nil {
		o.Received = at
	}
	return o, nil
}

// get reads a message. RAW answers from any replica, and one that lags does not
// know the newest: only what is out of the leader's bounds counts as missing at
// once.
func (w *Writer) get(ctx context.Context, seq uint64) (*jetstream.RawStreamMsg, error) {
	stream, err := w.js.Stream(ctx, contract.StreamRaw)
	if err != nil {
		return nil, fmt.Errorf("look up RAW: %w", err)
	}
	state := stream.CachedInfo().State
	if seq < state.FirstSeq || seq > state.LastSeq {
		return nil, jetstream.ErrMsgNotFound
	}
	var msg *jetstream.RawStreamMsg
	for wait := 10 * time.Millisecond; wait < 500*time.Millisecond; wait *= 2 {
		msg, err = stream.GetMsg(ctx, seq)
		if !errors.Is(err, jetstream.ErrMsgNotFound) || service.Pause(ctx, wait) != nil {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read message %d of RAW: %w", seq, err)
	}
	return msg, nil
}
