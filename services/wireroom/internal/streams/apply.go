package streams

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Apply is `streams apply`.
type Apply struct {
	DryRun bool          `help:"Show the difference and change nothing."`
	Force  bool          `help:"Also make changes that lose messages."`
	Wait   time.Duration `placeholder:"DURATION" help:"Try for so long while NATS is away, or has no leader yet; otherwise fail at once."`
	JSON   bool          `name:"json" help:"One JSON object a line for each difference."`
}

// Help has examples.
func (Apply) Help() string {
	return `Options are the environment variables WIREROOM_STREAMS_*, as the services read them. All is compared first: if something can't be done, nothing is. Where nothing is to do it says so. Durable consumers are brought up to date by the services as they start.

    wireroom streams apply --dry-run
    WIREROOM_STREAMS_REPLICAS=3 wireroom streams apply --wait 2m
    WIREROOM_STREAMS_NEWS_AGE=240h wireroom streams apply --force`
}

// Run applies.
func (c *Apply) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	o, err := configured()
	if err != nil {
		return err
	}
	return persist(ctx, c.Wait, con.Notef, func(ctx context.Context) error { return c.once(ctx, t, con, o) })
}

// once compares and applies. It can be done again after any failure.
func (c *Apply) once(ctx context.Context, t *target.Target, con *console.Console, o contract.StreamOptions) error {
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := draw(ctx, s.JS, o, con.Now())
	if err != nil {
		return err
	}
	if len(p) == 0 {
		con.Notef("Nothing to do: %s are as declared.", console.Plural(len(contract.Declared(o)), "stream and bucket"))
		return nil
	}
	if c.DryRun {
		return c.show(con, p.changes())
	}
	if err := refusal(p.changes(), c.Force); err != nil {
		if err := c.show(con, p.changes()); err != nil {
			return err
		}
		return permanent{err}
	}
	return c.carryOut(ctx, s.JS, con, p)
}

func (c *Apply) carryOut(ctx context.Context, js jetstream.JetStream, con *console.Console, p plan) error {
	made, changed := 0, 0
	var done []Change
	err := p.carryOut(ctx, js, func(s step) {
		done = append(done, s.changes...)
		if s.missing {
			made++
		} else {
			changed++
		}
	})
	if shown := c.show(con, done); shown != nil {
		return errors.Join(err, shown)
	}
	if len(done) > 0 {
		con.Notef("%d made, %d changed.", made, changed)
	}
	return err
}

// refusal says why a plan is not carried out, nil if it is.
func refusal(changes []Change, force bool) error {
	cannot, losses := 0, 0
	for _, c := range changes {
		switch {
		case c.Cannot != "":
			cannot++
		case c.Loss != "":
			losses++
		}
	}
	switch {
	case cannot > 0:
		return fmt.Errorf("nothing was changed: the server can't make %s", console.Plural(cannot, "change"))
	case losses > 0 && !force:
		return fmt.Errorf("nothing was changed: %s would lose messages; --force makes them all the same", console.Plural(losses, "change"))
	default:
		return nil
	}
}

func (c *Apply) show(con *console.Console, changes []Change) error {
	if c.JSON {
		for _, change := range changes {
			if err := con.JSON(change); err != nil {
				return err
			}
		}
		return nil
	}
	if len(changes) == 0 {
		return nil
	}
	table := con.Table("STREAM", "FIELD", "HAVE", "WANT", "NOTE")
	for _, change := range changes {
		table.Row(change.Stream, orDash(change.Field), orDash(change.Have), orDash(change.Want), remark(change))
	}
	table.Write()
	return nil
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func remark(c Change) console.Cell {
	switch {
	case c.Cannot != "":
		return console.Cell{Text: "can't be changed: " + c.Cannot, Style: console.Red}
	case c.Loss != "":
		return console.Cell{Text: "loses " + c.Loss, Style: console.Yellow}
	case c.Action == toMake:
		return console.Cell{Text: "missing"}
	default:
		return console.Cell{Text: c.Note}
	}
}
