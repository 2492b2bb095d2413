package status

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// ErrUnknown says that there is no such delivery, or that it is another
// provider's.
var ErrUnknown = errors.New("no such delivery")

// batch is how many receipts are read at once; readTimeout bounds that.
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

	mu    sync.Mutex
	slots map[string]chan struct{} // by provider
}

// New makes a reader. The streams must exist.
func New(js jetstream.JetStream, origins Origins) *Reader {
	return &Reader{js: js, origins: origins, slots: map[string]chan struct{}{}}
}

// Read gives what became of a provider's delivery, as it is now.
func (r *Reader) Read(ctx context.Context, provider, id string, page Page) (Delivery, error) {
	return r.AwaitPage(ctx, provider, id, page, closed())
}

// Await is AwaitPage of the first page.
func (r *Reader) Await(ctx context.Context, provider, id string, stop <-chan struct{}) (Delivery, error) {
	return r.AwaitPage(ctx, provider, id, Page{Limit: DefaultLimit}, stop)
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

// AwaitPage is Read that waits until the delivery is done or stop is closed.
func (r *Reader) AwaitPage(ctx context.Context, provider, id string, page Page, stop <-chan struct{}) (Delivery, error) {
	life, seq, err := contract.ParseDeliveryID(id)
	if err != nil {
		return Delivery{}, ErrUnknown
	}
	t, next := newTally(page), uint64(1)
	if next, err = r.read(ctx, t, provider, id, next); err != nil {
		return Delivery{}, err
	}
	if t.empty() {
		if err := r.origin(ctx, t, provider, life, seq); err != nil {
			return Delivery{}, err
		}
	}
	for wait := firstLook; !t.done() && !stopped(ctx, stop, wait); wait = min(2*wait, lastLook) {
		if next, err = r.read(ctx, t, provider, id, next); err != nil {
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

// readers is how many requests of one provider read receipts at the same time; the
// others wait.
const readers = 4

func (r *Reader) slot(provider string) chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.slots[provider] == nil {
		r.slots[provider] = make(chan struct{}, readers)
	}
	return r.slots[provider]
}

// read adds the receipts from sequence next on, and gives the one to go on with.
func (r *Reader) read(ctx context.Context, t *tally, provider, id string, next uint64) (uint64, error) {
	slot := r.slot(provider)
	select {
	case slot <- struct{}{}:
		defer func() { <-slot }()
	case <-ctx.Done():
		return next, ctx.Err()
	}
	for {
		n, after, err := r.batch(ctx, t, contract.ReceiptSubject(provider, id), next)
		if err != nil || n < batch {
			return after, err
		}
		next = after
	}
}

// batch adds some receipts, and says how many there were.
func (r *Reader) batch(ctx context.Context, t *tally, subject string, next uint64) (n int, after uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	msgs, err := jetstreamext.GetBatch(ctx, r.js, contract.StreamReceipts, batch,
		jetstreamext.GetBatchSubject(subject), jetstreamext.GetBatchSeq(next))
	if err != nil {
		return 0, next, fmt.Errorf("read receipts: %w", err)
	}
	for msg, err := range msgs {
		if errors.Is(err, jetstreamext.ErrNoMessages) {
			return n, next, nil
		}
		if err != nil {
			return n, next, fmt.Errorf("read receipts: %w", err)
		}
		var receipt contract.Receipt
		if err := json.Unmarshal(msg.Data, &receipt); err != nil {
			return n, next, fmt.Errorf("read receipt %d: %w", msg.Sequence, err)
		}
		t.add(receipt)
		n, next = n+1, msg.Sequence+1
	}
	return n, next, nil
}
