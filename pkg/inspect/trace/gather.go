package trace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// gatherer reads the streams.
type gatherer struct {
	js   jetstream.JetStream
	now  func() time.Time
	scan int // receipts that are looked through for an article
}

// Bounds of what one trace reads.
const (
	maxQueue = 2000 // messages of a work queue, read one by one
	maxNews  = 100  // messages of NEWS, read for what their headers add
)

func (g *gatherer) delivery(ctx context.Context, r *Report, id string) error {
	d, err := g.one(ctx, r, id, "", "")
	if err != nil {
		return err
	}
	if d.Received == nil && len(d.Letters) == 0 {
		return fmt.Errorf("nothing is known of delivery %s: it never was, or is older than what RAW and RECEIPTS keep", id)
	}
	r.Deliveries = append(r.Deliveries, d)
	return nil
}

// one gathers and tells a delivery's life; only that of one article if only names
// it.
func (g *gatherer) one(ctx context.Context, r *Report, id, provider, only string) (*Delivery, error) {
	f := facts{id: id, provider: provider, only: only, news: map[uint64]*scan.Msg{}}
	for _, step := range []func(context.Context, *Report, *facts) error{g.raw, g.receipts, g.letters, g.published, g.pending} {
		if err := step(ctx, r, &f); err != nil {
			return nil, err
		}
	}
	return build(f), nil
}

func (g *gatherer) raw(ctx context.Context, _ *Report, f *facts) error {
	life, seq, err := contract.ParseDeliveryID(f.id)
	if err != nil {
		return err
	}
	f.seq = seq
	m, err := scan.Get(ctx, g.js, contract.StreamRaw, seq)
	if err != nil {
		return err
	}
	if m == nil || m.Header.Get(contract.HeaderIncarnation) != life {
		return nil
	}
	f.raw = m
	f.provider = m.Subject[strings.LastIndexByte(m.Subject, '.')+1:]
	return nil
}

func (g *gatherer) receipts(ctx context.Context, _ *Report, f *facts) error {
	provider := f.provider
	if provider == "" {
		provider = "*"
	}
	seen := map[string]bool{}
	q := scan.Query{Filters: []string{contract.ReceiptSubject(provider, f.id)}}
	return scan.Each(ctx, g.js, contract.StreamReceipts, q, func(m scan.Msg) error {
		rc, err := receipt(m)
		if err != nil {
			return err
		}
		if seen[rc.ID()] || f.only != "" && rc.Article != f.only && rc.Position != 0 {
			return nil
		}
		seen[rc.ID()] = true
		f.provider = rc.Provider
		f.receipts = append(f.receipts, rc)
		return nil
	})
}

func receipt(m scan.Msg) (contract.Receipt, error) {
	var rc contract.Receipt
	if err := json.Unmarshal(m.Data, &rc); err != nil {
		return rc, fmt.Errorf("read receipt %d: %w", m.Sequence, err)
	}
	return rc, nil
}

// letters finds the delivery's dead letters by their headers.
func (g *gatherer) letters(ctx context.Context, _ *Report, f *facts) error {
	provider := f.provider
	if provider == "" {
		provider = "*"
	}
	q := scan.Query{Filters: []string{"dead.*." + provider}, HeadersOnly: true}
	return scan.Each(ctx, g.js, contract.StreamDead, q, func(m scan.Msg) error {
		if deadletter.DeliveryOf(m) != f.id {
			return nil
		}
		l := deadletter.Read(m)
		if f.only == "" || l.Article == "" || l.Article == f.only {
			f.letters = append(f.letters, &l)
			f.provider = l.Provider
		}
		return nil
	})
}

// published reads what NEWS holds of what the receipts say was published.
func (g *gatherer) published(ctx context.Context, r *Report, f *facts) error {
	for _, rc := range f.receipts {
		if rc.Outcome != contract.Published {
			continue
		}
		if len(f.news) >= maxNews {
			r.note(fmt.Sprintf("only the first %d articles of %s were looked up on NEWS", maxNews, f.id))
			return nil
		}
		m, err := scan.Get(ctx, g.js, contract.StreamNews, rc.Sequence)
		if err != nil {
			return err
		}
		if m != nil && m.Header.Get(contract.HeaderDelivery) != f.id {
			m = nil // NEWS was made anew since
		}
		f.news[rc.Sequence] = m
	}
	return nil
}

func (r *Report) note(text string) {
	for _, n := range r.Notes {
		if n == text {
			return
		}
	}
	r.Notes = append(r.Notes, text)
}

// missing says whether an error only means that a stream was never made.
func missing(err error) bool { return errors.Is(err, jetstream.ErrStreamNotFound) }
