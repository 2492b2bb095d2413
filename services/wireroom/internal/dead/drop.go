package dead

import (
	"context"
	"errors"
	"fmt"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Drop is `dead drop`.
type Drop struct {
	Seqs []uint64 `arg:"" optional:"" name:"seq" help:"Their sequences, as 'dead list' shows them."`
	All  bool     `help:"All there are."`
	Filter
	Yes bool `short:"y" help:"Don't ask."`
}

// Help has examples.
func (Drop) Help() string {
	return `The original of a delivery stays on RAW as long as RAW keeps it.

    wireroom dead drop 17
    wireroom dead drop --provider nordwind --reason unsupported --yes`
}

// Run drops.
func (c *Drop) Run(ctx context.Context, t *target.Target, con *console.Console) error {
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
	for _, seq := range c.Seqs {
		if m, err := scan.Get(ctx, s.JS, contract.StreamDead, seq); err != nil {
			return err
		} else if m == nil {
			return fmt.Errorf("there is no dead letter %d; nothing is dropped", seq)
		}
	}
	if len(seqs) == 0 {
		con.Notef("No dead letters match.")
		return nil
	}
	if !c.Yes {
		yes, err := con.Ask(fmt.Sprintf("Drop %s for good?", console.Plural(len(seqs), "dead letter")))
		if err != nil {
			return err
		}
		if !yes {
			return errors.New("nothing is dropped")
		}
	}
	for _, seq := range seqs {
		if err := deadletter.Remove(ctx, s.JS, seq); err != nil {
			return err
		}
	}
	con.Printf("%s dropped\n", console.Plural(len(seqs), "dead letter"))
	return nil
}
