package demo

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Wire is how the sample wire is pushed and followed.
type Wire struct {
	// Push pushes one document as a provider and waits until it is known what became
	// of it.
	Push func(ctx context.Context, provider, contentType, fileName string, body []byte) ([]contract.Receipt, error)
	// Status says what is known of a delivery.
	Status func(ctx context.Context, provider, delivery string) ([]contract.Receipt, error)
	// Read gives a published version.
	Read  func(ctx context.Context, article string, sequence uint64) (Version, error)
	Clock func() time.Time
}

// Run pushes the sample wire and prints how each story moved.
func Run(ctx context.Context, out io.Writer, w Wire) error {
	_, _ = fmt.Fprintf(out, "\nThe sample wire: %d pushes by %d providers\n", len(Steps()), len(Providers()))
	var held []contract.Receipt
	files := map[string]string{} // by the article that each one began
	for i, s := range Steps() {
		now := w.Clock()
		body, err := s.Read(now)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "\n%2d  %-13s  %-24s  %s\n", i+1, s.Provider, s.File, s.Shows)
		if s.Embargo > 0 {
			_, _ = fmt.Fprintf(out, "      until     %s\n", now.Add(s.Embargo).Local().Format("15:04:05"))
		}
		receipts, err := w.Push(ctx, s.Provider, s.ContentType, s.File, body)
		if err != nil {
			return fmt.Errorf("push sample %s: %w", s.File, err)
		}
		for _, r := range receipts {
			w.printReceipt(ctx, out, r, files)
			if files[r.Article] == "" {
				files[r.Article] = s.File
			}
			if r.Outcome == contract.Held {
				held = append(held, r)
			}
		}
	}
	return w.released(ctx, out, held)
}

// lookEvery is how often a held story is looked after.
const lookEvery = 50 * time.Millisecond

// released waits until the broker has released what was held.
func (w Wire) released(ctx context.Context, out io.Writer, held []contract.Receipt) error {
	for _, h := range held {
		_, _ = fmt.Fprintf(out, "\n    The embargo of %s\n", h.URI)
		for {
			receipts, err := w.Status(ctx, h.Provider, h.Delivery)
			if err != nil {
				return fmt.Errorf("look after what is held: %w", err)
			}
			if i := slices.IndexFunc(receipts, func(r contract.Receipt) bool { return r.Outcome == contract.Published }); i >= 0 {
				r := receipts[i]
				_, _ = fmt.Fprintf(out, "      %-10s %s\n      released by the broker, published at %s\n", r.Signal, r.Subject, r.At.Local().Format("15:04:05.000"))
				break
			}
			if err := service.Pause(ctx, lookEvery); err != nil {
				return err
			}
		}
	}
	return nil
}

// printReceipt writes a receipt for people: what it became, what is known of it, and its
// way.
func (w Wire) printReceipt(ctx context.Context, out io.Writer, r contract.Receipt, files map[string]string) {
	switch r.Outcome {
	case contract.Published:
		_, _ = fmt.Fprintf(out, "      %-10s %s\n", r.Signal, r.Subject)
		if r.Signal != contract.Kill {
			w.printAbout(ctx, out, r, files)
		}
	case contract.Dead:
		_, _ = fmt.Fprintf(out, "      %-10s %s: %s\n", "DEAD", r.Reason, r.Error)
	default:
		_, _ = fmt.Fprintf(out, "      %-10s %s (%s)\n", r.Outcome, r.Reason, explain(r.Reason))
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
