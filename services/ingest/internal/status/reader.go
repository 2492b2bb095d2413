package status

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// ErrUnknown says that there is no such delivery, or that it is another
// provider's.
var ErrUnknown = errors.New("no such delivery")

// batch is how many receipts are read at once; readTimeout bounds one reading.
const (
	batch       = 256
	readTimeout = 5 * time.Second
)

// Origins looks up a delivery on RAW.
type Origins interface {
	Origin(ctx context.Context, seq uint64) (*raw.Origin, error)
}

// Reader reads receipts.
type Reader struct {
	js      jetstream.JetStream
	origins Origins
}

// New makes a reader. The streams must exist.
func New(js jetstream.JetStream, origins Origins) *Reader { return &Reader{js, origins} }

// Read tells what became of a provider's delivery, as it is now.
func (r *Reader) Read(ctx context.Context, provider, id string) (Delivery, error) {
	return r.Await(ctx, provider, id, closed())
}

func closed() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// looks are paced: soon at first, since an article takes milliseconds.
const (
	firstLook = 5 * time.Millisecond
	lastLook  = 250 * time.Millisecond
)

// Await is Read that waits until the delivery is done or stop is closed.
func (r *Reader) Await(ctx context.Context, provider, id string, stop <-chan struct{}) (Delivery, error) {
	life, seq, err := contract.ParseDeliveryID(id)
	if err != nil {
		return Delivery{}, ErrUnknown
	}
	t, next := newTally(), uint64(1)
	if next, err = r.read(ctx, t, contract.ReceiptSubject(provider, id), next); err != nil {
		return Delivery{}, err
	}
	if t.empty() {
		if err := r.origin(ctx, t, provider, life, seq); err != nil {
			return Delivery{}, err
		}
	}
	for wait := firstLook; !t.done() && !stopped(ctx, stop, wait); wait = min(2*wait, lastLook) {
		if next, err = r.read(ctx, t, contract.ReceiptSubject(provider, id), next); err != nil {
			return Delivery{}, err
		}
	}
	return t.delivery(provider, id), nil
}

func stopped(ctx context.Context, stop <-chan struct{}, wait time.Duration) bool {
	select {
	case <-stop:
		return true
	default:
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-stop:
	case <-ctx.Done():
	}
	return true
}

// origin knows a delivery that has no receipt yet.
func (r *Reader) origin(ctx context.Context, t *tally, provider, life string, seq uint64) error {
	o, err := r.origins.Origin(ctx, seq)
	if err != nil {
		return fmt.Errorf("look up a delivery: %w", err)
	}
	if o == nil || o.Provider != provider || o.Incarnation != life {
		return ErrUnknown
	}
	received := o.Received.UTC()
	t.received = &received
	return nil
}

// read adds the receipts from sequence next on, and gives the one to go on with.
func (r *Reader) read(ctx context.Context, t *tally, subject string, next uint64) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	for {
		n, from := 0, next
		msgs, err := jetstreamext.GetBatch(ctx, r.js, contract.StreamReceipts, batch,
			jetstreamext.GetBatchSubject(subject), jetstreamext.GetBatchSeq(from))
		if err != nil {
			return next, fmt.Errorf("read receipts: %w", err)
		}
		for msg, err := range msgs {
			if errors.Is(err, jetstreamext.ErrNoMessages) {
				return next, nil
			}
			if err != nil {
				return next, fmt.Errorf("read receipts: %w", err)
			}
			var receipt contract.Receipt
			if err := json.Unmarshal(msg.Data, &receipt); err != nil {
				return next, fmt.Errorf("read receipt %d: %w", msg.Sequence, err)
			}
			t.add(receipt)
			n, next = n+1, msg.Sequence+1
		}
		if n < batch {
			return next, nil
		}
	}
}
