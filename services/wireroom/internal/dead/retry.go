package dead

import (
	"context"
	"fmt"

	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Retry is `dead retry`.
type Retry struct {
	Seqs []uint64 `arg:"" optional:"" name:"seq" help:"Their sequences, as 'dead list' shows them."`
	All  bool     `help:"All there are."`
	Filter
	JSON bool `name:"json" help:"One JSON object a line for each letter."`
}

// Help has examples.
func (Retry) Help() string {
	return `A retry keeps the delivery's id and its place in the order of versions, so that its receipts go where the provider looks, and a later version that was published meanwhile is not overtaken.

    wireroom dead retry 17 18
    wireroom dead retry --provider nordwind --reason malformed
    wireroom dead retry --all`
}

var errSelection = console.Usagef("say which: sequences, --all, or a filter by --stage, --provider or --reason")

// Run retries.
func (c *Retry) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	if len(c.Seqs) == 0 && !c.All && c.empty() {
		return errSelection
	}
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	seqs, err := choose(ctx, s.JS, c.Seqs, c.Filter)
	if err != nil {
		return err
	}
	if len(seqs) == 0 {
		con.Notef("No dead letters match.")
	}
	failed := 0
	for _, seq := range seqs {
		r, err := deadletter.Retry(ctx, s.JS, seq)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			failed++
			con.Notef("%d  not retried: %s", seq, console.Clean(err.Error()))
			continue
		}
		if err := c.print(con, r); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%s not retried", console.Plural(failed, "dead letter"))
	}
	return nil
}

func (c *Retry) print(con *console.Console, r deadletter.Retried) error {
	switch {
	case c.JSON:
		return con.JSON(r)
	case r.Duplicate:
		con.Printf("%d  kept: the stream holds this retry already (%s %d); try again in two minutes, or a day for an original\n", r.Seq, console.Clean(r.Subject), r.Sequence)
	default:
		con.Printf("%d  retried on %s %d", r.Seq, console.Clean(r.Subject), r.Sequence)
		if r.Delivery != "" {
			con.Printf("; wireroom trace %s", console.Clean(r.Delivery))
		}
		con.Printf("\n")
	}
	return nil
}
