package trace

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/figure"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// heldOf looks up the articles that receipts call held.
func (g *gatherer) heldOf(ctx context.Context, f *facts) error {
	latest := map[int]contract.Receipt{}
	for _, rc := range f.receipts {
		latest[rc.Position] = rc
	}
	for _, rc := range latest {
		if rc.Outcome != contract.Held {
			continue
		}
		m, err := scan.Last(ctx, g.js, contract.StreamHeld, contract.HeldSubject(rc.Article))
		if err != nil && !missing(err) {
			return err
		}
		if q := g.heldStep(rc, m, f.id); q != nil {
			f.queued = append(f.queued, *q)
		}
	}
	return nil
}

func (g *gatherer) heldStep(rc contract.Receipt, m *scan.Msg, id string) *queued {
	s := Step{Kind: Waiting, Stage: contract.Publish}
	env := &contract.Envelope{Position: rc.Position, Of: rc.Of, Article: rc.Article, URI: rc.URI}
	if m == nil || m.Header.Get(contract.HeaderDelivery) != id {
		s.Text = "no longer on HELD: released a moment ago, replaced by a later version, or killed"
		return &queued{env, s}
	}
	full, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return nil
	}
	if m.Header.Get(contract.HeaderSchedule) == "" {
		s.Text = fmt.Sprintf("withheld until a later version: its embargo ends %s, too far ahead (HELD %d)", full.Embargo.UTC().Format(time.RFC3339), m.Sequence)
		return &queued{full, s}
	}
	left := full.Embargo.Sub(g.now())
	s.Text = fmt.Sprintf("held until %s (HELD %d)", full.Embargo.UTC().Format(time.RFC3339), m.Sequence)
	if left > 0 {
		s.Text = strings.Replace(s.Text, " (", ", in "+figure.Took(left)+" (", 1)
	}
	return &queued{full, s}
}
