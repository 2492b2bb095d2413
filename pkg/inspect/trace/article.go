package trace

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// article gathers the deliveries that brought something of an article.
func (g *gatherer) article(ctx context.Context, r *Report, id string, last int, provider string) error {
	r.Article = id
	found := map[string]string{} // provider by delivery
	for _, look := range []func(context.Context, *Report, *string, map[string]string) error{g.onNews, g.onHeld, g.inReceipts, g.inQueues} {
		if err := look(ctx, r, &provider, found); err != nil && !missing(err) {
			return err
		}
	}
	if len(found) == 0 {
		return fmt.Errorf("nothing is known of article %s: it never came, or is older than what the streams keep", id)
	}
	ids := slices.SortedFunc(maps.Keys(found), byArrival)
	if last > 0 && len(ids) > last {
		r.note(fmt.Sprintf("%d earlier deliveries are not shown: --last shows more", len(ids)-last))
		ids = ids[len(ids)-last:]
	}
	for _, delivery := range ids {
		d, err := g.one(ctx, r, delivery, found[delivery], id)
		if err != nil {
			return err
		}
		r.Deliveries = append(r.Deliveries, d)
	}
	return nil
}

func byArrival(a, b string) int {
	la, sa, _ := contract.ParseDeliveryID(a)
	lb, sb, _ := contract.ParseDeliveryID(b)
	// lives are seconds in base 36: of the same length for a century
	return cmp.Or(cmp.Compare(la, lb), cmp.Compare(sa, sb))
}

func (g *gatherer) onNews(ctx context.Context, r *Report, provider *string, found map[string]string) error {
	q := scan.Query{Filters: []string{contract.NewsOfArticle(r.Article)}, HeadersOnly: true}
	n := 0
	return scan.Each(ctx, g.js, contract.StreamNews, q, func(m scan.Msg) error {
		s, err := contract.ParseNewsSubject(m.Subject)
		if err != nil {
			return err
		}
		n++
		*provider = s.Provider
		r.URI = m.Header.Get(contract.HeaderCESubject)
		r.LastWord = &LastWord{Sequence: m.Sequence, Subject: m.Subject, Signal: s.Signal, At: m.Time, Messages: n}
		r.found(found, m.Header.Get(contract.HeaderDelivery), s.Provider)
		return nil
	})
}

func (r *Report) found(found map[string]string, delivery, provider string) {
	if _, _, err := contract.ParseDeliveryID(delivery); err == nil {
		found[delivery] = provider
	}
}

func (g *gatherer) onHeld(ctx context.Context, r *Report, provider *string, found map[string]string) error {
	m, err := scan.Last(ctx, g.js, contract.StreamHeld, contract.HeldSubject(r.Article))
	if err != nil || m == nil {
		return err
	}
	if e, err := contract.ParseEnvelope(m.Header); err == nil {
		*provider, r.URI = e.Provider, e.URI
		r.found(found, e.Delivery, e.Provider)
	}
	return nil
}

// inReceipts looks through the latest receipts for versions that NEWS does not
// hold: dropped, dead, or purged.
func (g *gatherer) inReceipts(ctx context.Context, r *Report, provider *string, found map[string]string) error {
	s, err := g.js.Stream(ctx, contract.StreamReceipts)
	if err != nil {
		return scan.Explain(contract.StreamReceipts, err)
	}
	state, filter := s.CachedInfo().State, "receipt.>"
	if *provider != "" {
		filter = "receipt." + *provider + ".>"
	}
	from := uint64(1)
	if n := uint64(max(g.scan, 1)); state.LastSeq > n {
		from = state.LastSeq - n + 1
	}
	if from > state.FirstSeq && state.Msgs > 0 && state.FirstSeq > 0 {
		r.note(fmt.Sprintf("of the receipts only the latest %d were looked through for dropped versions: --scan looks at more", g.scan))
	}
	return scan.Each(ctx, g.js, contract.StreamReceipts, scan.Query{Filters: []string{filter}, From: from}, func(m scan.Msg) error {
		rc, err := receipt(m)
		if err != nil || rc.Article != r.Article {
			return err
		}
		*provider = rc.Provider
		r.URI = cmp.Or(r.URI, rc.URI)
		r.found(found, rc.Delivery, rc.Provider)
		return nil
	})
}

// inQueues looks for versions that are on their way.
func (g *gatherer) inQueues(ctx context.Context, r *Report, provider *string, found map[string]string) error {
	for stream, prefix := range map[string]string{contract.StreamNormalized: "normalized", contract.StreamEnriched: "enriched"} {
		all, err := scan.Queue(ctx, g.js, stream, prefix+".*."+or(*provider, "*"), time.Time{}, maxQueue, func(m scan.Msg) error {
			if e, err := contract.ParseEnvelope(m.Header); err == nil && e.Article == r.Article {
				r.URI = cmp.Or(r.URI, e.URI)
				r.found(found, e.Delivery, e.Provider)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if !all {
			r.note(fmt.Sprintf("%s holds more than %d messages: only the first were looked at", stream, maxQueue))
		}
	}
	return nil
}
