package dead

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Retry is `dead retry`.
type Retry struct {
	Seqs []uint64 `arg:"" optional:"" name:"seq" help:"Their sequences, as 'dead list' shows them."`
	All  bool     `help:"All there are."`
	Filter
	Wait    bool          `help:"Wait until it is known what became of each, and fail if one died again."`
	Timeout time.Duration `default:"1m" help:"With --wait: how long for each (default: ${default})."`
	JSON    bool          `name:"json" help:"One JSON object a line for each letter, with --wait one for each receipt too."`
}

// Help has examples.
func (Retry) Help() string {
	return `A retry keeps the delivery's id and its place in the order of versions, so that its receipts go where the provider looks, and a later version that was published meanwhile is not overtaken.

    wireroom dead retry 17 18
    wireroom dead retry --provider nordwind --reason malformed
    wireroom dead retry --all --wait`
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
	return c.each(ctx, s.JS, con, seqs)
}

// each retries letters one by one. One that can't be retried costs the others nothing.
func (c *Retry) each(ctx context.Context, js jetstream.JetStream, con *console.Console, seqs []uint64) error {
	failed, again := 0, 0
	for _, seq := range seqs {
		r, err := deadletter.Retry(ctx, js, seq)
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
		if !c.Wait || r.Duplicate {
			continue
		}
		died, err := c.await(ctx, js, con, r)
		if err != nil {
			return err
		}
		if died {
			again++
		}
	}
	switch {
	case failed > 0:
		return fmt.Errorf("%s not retried", console.Plural(failed, "dead letter"))
	case again > 0:
		return fmt.Errorf("%s died again, or nothing was heard of it", console.Plural(again, "dead letter"))
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
