package status

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Bounds of a list of deliveries.
const (
	DefaultDeliveries = 20
	MaxDeliveries     = 100
	maxScan           = 5000  // receipts that are looked at for one page; then next leads on
	maxRead           = 20000 // receipts of the listed deliveries, with those looked at
	maxTold           = 20    // receipts of one delivery in a list
	listTimeout       = 10 * time.Second
)

// ErrCursor says that a cursor is none that a list gave.
var ErrCursor = errors.New("not a cursor")

// Query is which deliveries of a provider are listed: those that have a receipt, of
// Outcome if that is set, since a time.
type Query struct {
	Since   time.Time
	Outcome contract.Outcome
	Limit   int
	Cursor  string // of the page before; empty for the first
}

// Listed is a delivery in a list.
type Listed struct {
	Delivery
	Status string `json:"status" doc:"Where all of its receipts are."`
}

// Deliveries is a page of a list.
type Deliveries struct {
	Deliveries []Listed `json:"deliveries" doc:"In the order of their first receipt since then, as they stand now. Each has 20 receipts at most."`
	Next       string   `json:"next,omitempty" doc:"Path of the next page; missing on the last one."`
}

// walk is the way of one page through RECEIPTS.
type walk struct {
	*Reader
	provider    string
	q           Query
	start, next uint64 // sequences: where the list begins, and what is looked at next; 0 before the first
	told        map[string]bool
	read        int // receipts
	out         []Listed
}

// List lists deliveries. Each is on one page of a list alone: that of its first receipt
// since the beginning.
func (r *Reader) List(ctx context.Context, provider string, q Query) (Deliveries, error) {
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	w := &walk{Reader: r, provider: provider, q: q, told: map[string]bool{}, out: []Listed{}}
	if q.Cursor != "" {
		if _, err := fmt.Sscanf(q.Cursor, "%d-%d", &w.start, &w.next); err != nil || w.start == 0 || w.next < w.start || q.Cursor != w.cursor() {
			return Deliveries{}, ErrCursor
		}
	}
	slot := r.slot(provider)
	select {
	case slot <- struct{}{}:
		defer func() { <-slot }()
	case <-ctx.Done():
		return Deliveries{}, ctx.Err()
	}
	more, err := w.page(ctx)
	d := Deliveries{Deliveries: w.out}
	if more {
		d.Next = w.cursor()
	}
	return d, err
}

func (w *walk) cursor() string {
	return strconv.FormatUint(w.start, 10) + "-" + strconv.FormatUint(w.next, 10)
}

// page looks at receipts until the page is full, its bound is reached, or there are no
// more.
func (w *walk) page(ctx context.Context) (more bool, err error) {
	for scanned := 0; scanned < maxScan; scanned += batch {
		found, last, err := w.batch(ctx)
		if err != nil {
			return false, err
		}
		for _, m := range found {
			w.next = m.Sequence + 1
			if err := w.look(ctx, m); err != nil {
				return false, err
			}
			if len(w.out) == w.q.Limit || w.read >= maxRead {
				return true, nil
			}
		}
		if last {
			return false, nil
		}
	}
	return true, nil
}

// batch reads the next receipts of the provider.
func (w *walk) batch(ctx context.Context) (found []*jetstream.RawStreamMsg, last bool, err error) {
	from := jetstreamext.GetBatchSeq(max(w.next, 1))
	if w.next == 0 && !w.q.Since.IsZero() {
		from = jetstreamext.GetBatchStartTime(w.q.Since)
	}
	found, err = w.get(ctx, contract.ReceiptSubject(w.provider, "*"), from)
	if len(found) > 0 && w.start == 0 {
		w.start = found[0].Sequence
	}
	w.read += len(found)
	return found, len(found) < batch, err
}

func (w *walk) get(ctx context.Context, subject string, from jetstreamext.GetBatchOpt) (found []*jetstream.RawStreamMsg, err error) {
	msgs, err := jetstreamext.GetBatch(ctx, w.js, contract.StreamReceipts, batch, jetstreamext.GetBatchSubject(subject), from)
	if err != nil {
		return nil, fmt.Errorf("read receipts: %w", err)
	}
	for msg, err := range msgs {
		if errors.Is(err, jetstreamext.ErrNoMessages) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read receipts: %w", err)
		}
		found = append(found, msg)
	}
	return found, nil
}

// look lists the delivery of a receipt, if this is its first one that counts.
func (w *walk) look(ctx context.Context, m *jetstream.RawStreamMsg) error {
	id := m.Subject[strings.LastIndexByte(m.Subject, '.')+1:]
	if w.told[id] {
		return nil
	}
	receipt, err := parseReceipt(m)
	if err != nil || !w.counts(receipt) {
		return err
	}
	w.told[id] = true
	t, first, err := w.whole(ctx, id)
	if err != nil || first < m.Sequence { // it was on a page before
		return err
	}
	if d := t.delivery(w.provider, id); w.q.Outcome == "" || d.Totals[w.q.Outcome] > 0 {
		w.out = append(w.out, w.listed(d))
	}
	return nil
}

func (w *walk) counts(r contract.Receipt) bool {
	return w.q.Outcome == "" || r.Outcome == w.q.Outcome
}

// whole reads all receipts of a delivery, and tells the sequence of the first one that
// counts since the list begins.
func (w *walk) whole(ctx context.Context, id string) (t *tally, first uint64, err error) {
	t = newTally(Page{Limit: MaxLimit})
	for next := uint64(1); ; {
		found, err := w.get(ctx, contract.ReceiptSubject(w.provider, id), jetstreamext.GetBatchSeq(next))
		if err != nil {
			return nil, 0, err
		}
		for _, m := range found {
			receipt, err := parseReceipt(m)
			if err != nil {
				return nil, 0, err
			}
			t.add(receipt)
			if first == 0 && m.Sequence >= w.start && w.counts(receipt) {
				first = m.Sequence
			}
			next = m.Sequence + 1
		}
		if w.read += len(found); len(found) < batch {
			return t, first, nil
		}
	}
}

// listed leaves of a delivery the receipts that were asked for.
func (w *walk) listed(d Delivery) Listed {
	kept := []contract.Receipt{}
	for _, r := range d.Articles {
		if len(kept) < maxTold && w.counts(r) {
			kept = append(kept, r)
		}
	}
	d.Articles, d.Next = kept, ""
	return Listed{d, "/v1/deliveries/" + d.Delivery}
}

func parseReceipt(m *jetstream.RawStreamMsg) (r contract.Receipt, err error) {
	if err = json.Unmarshal(m.Data, &r); err != nil {
		err = fmt.Errorf("read receipt %d: %w", m.Sequence, err)
	}
	return r, err
}
