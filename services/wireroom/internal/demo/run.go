package demo

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Push pushes one document as a provider and waits until it is known what became
// of it.
type Push func(ctx context.Context, provider, contentType, fileName string, body []byte) ([]contract.Receipt, error)

// Run pushes the sample wire and tells out how each story moved.
func Run(ctx context.Context, out io.Writer, push Push) error {
	_, _ = fmt.Fprintf(out, "\nThe sample wire: %d pushes by %d providers\n", len(Steps()), len(Providers()))
	for i, s := range Steps() {
		body, err := s.Read()
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "\n%2d  %-13s  %-22s  %s\n", i+1, s.Provider, s.File, s.Tells)
		receipts, err := push(ctx, s.Provider, s.ContentType, s.File, body)
		if err != nil {
			return fmt.Errorf("push sample %s: %w", s.File, err)
		}
		for _, r := range receipts {
			tell(out, r)
		}
	}
	return nil
}

// tell writes a receipt as two lines for people: what it became, and its way.
func tell(out io.Writer, r contract.Receipt) {
	switch r.Outcome {
	case contract.Published:
		_, _ = fmt.Fprintf(out, "      %-9s %s\n", r.Signal, r.Subject)
	case contract.Dead:
		_, _ = fmt.Fprintf(out, "      %-9s %s: %s\n", "DEAD", r.Reason, r.Error)
	default:
		_, _ = fmt.Fprintf(out, "      %-9s %s (%s)\n", r.Outcome, r.Reason, explain(r.Reason))
	}
	_, _ = fmt.Fprintf(out, "      %s\n", way(r))
}

func explain(reason contract.Reason) string {
	for _, t := range contract.Reasons() {
		if t.Reason == reason {
			return strings.TrimSuffix(t.Text, ".")
		}
	}
	return "no further word"
}

// way gives the stages that the article passed, each with the time it took.
func way(r contract.Receipt) string {
	var b strings.Builder
	b.WriteString("ingest")
	last := r.Received
	step := func(name string, at *time.Time) {
		if at == nil || last == nil {
			return
		}
		_, _ = fmt.Fprintf(&b, " -> %s +%s", name, round(at.Sub(*last)))
		last = at
	}
	step("normalize", r.Normalized)
	step("enrich", r.Enriched)
	at := r.At
	step(string(r.Stage), &at)
	return b.String()
}

func round(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
