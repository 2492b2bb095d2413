package replay

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Which says which originals.
type Which struct {
	Provider string   `short:"p" placeholder:"ID" env:"WIREROOM_PROVIDER" help:"Only those of a provider."`
	Since    string   `placeholder:"WHEN" help:"Only those that came in then or later: RFC 3339, or a duration back from now, such as 6h."`
	Until    string   `placeholder:"WHEN" help:"Only those that came in before."`
	Delivery []string `placeholder:"ID" help:"Only this delivery; may be there more than once."`
	All      bool     `help:"All there are."`
}

type query struct {
	Which
	since, until time.Time
}

func (w Which) query(now time.Time) (query, error) {
	q := query{Which: w}
	if !w.All && w.Provider == "" && w.Since == "" && w.Until == "" && len(w.Delivery) == 0 {
		return q, console.Usagef("say which: --provider, --since, --until, --delivery, or --all")
	}
	if w.Provider != "" && !contract.ValidProvider(w.Provider) {
		return q, console.Usagef("--provider %q is not a provider's id", w.Provider)
	}
	for _, id := range w.Delivery {
		if _, _, err := contract.ParseDeliveryID(id); err != nil {
			return q, console.Usagef("--delivery: %w", err)
		}
	}
	var err error
	if q.since, err = when(w.Since, now); err != nil {
		return q, console.Usagef("--since: %w", err)
	}
	if q.until, err = when(w.Until, now); err != nil {
		return q, console.Usagef("--until: %w", err)
	}
	return q, nil
}

func when(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if d, err := time.ParseDuration(s); err == nil {
		return now.Add(-d), nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return at, console.Usagef("%q is neither a time such as 2026-03-01T08:00:00Z nor a duration such as 6h", s)
	}
	return at, nil
}

func (q query) providerName() string { return cmp.Or(q.Provider, "all") }

// original is one push on RAW.
type original struct {
	seq      uint64
	delivery string
	provider string
}

// originals lists what matches, oldest first. What an operator put on RAW, a retry, a
// restore or a replay, is no original.
func originals(ctx context.Context, js jetstream.JetStream, q query) ([]original, error) {
	filter := "raw.*." + cmp.Or(q.Provider, "*")
	var out []original
	err := scan.Each(ctx, js, contract.StreamRaw, scan.Query{Filters: []string{filter}, Since: q.since, HeadersOnly: true}, func(m scan.Msg) error {
		if !q.until.IsZero() && !m.Time.Before(q.until) {
			return scan.ErrStop
		}
		o := original{m.Sequence, contract.DeliveryID(m.Header.Get(contract.HeaderIncarnation), m.Sequence), m.Header.Get(contract.HeaderProvider)}
		if m.Header.Get(contract.HeaderDelivery) == "" && (len(q.Delivery) == 0 || slices.Contains(q.Delivery, o.delivery)) {
			out = append(out, o)
		}
		return nil
	})
	return out, err
}
