// Package check is the command `check`: it reads all streams, holds them against each other
// and against the journal of the data folder, says what is missing, and has run again what
// originals and NEWS can bring back.
//
// Without --repair it changes nothing. What it runs again goes the way of a replay, so that
// the order of versions decides, and nothing that was published comes twice.
package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/journal"
	"github.com/wireroom/wireroom/services/wireroom/internal/replay"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	Repair bool          `help:"Run again what originals can bring back, and write receipts again that NEWS proves."`
	Settle bool          `help:"Forget the damage that 'wireroom up' found in its data folder, so that status is well again."`
	Reason string        `placeholder:"TEXT" help:"With --repair: why, for the audit log. Required."`
	By     string        `placeholder:"WHO" help:"With --repair: who, for the audit log; the user of this machine otherwise."`
	Wait   time.Duration `default:"10m" help:"With --repair: how long to wait for the next receipt (default: ${default})."`
	JSON   bool          `name:"json" help:"One JSON object a line for each finding."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Reads every stream, which takes its time on a large wire, and may run while the wire works: what came in the last minute is left out. Exit code 1 says that something is missing, other than originals of what was published. What 'wireroom up' found at its start is kept in damage.json of its data folder (--data).

    wireroom check
    wireroom check --json | jq -r 'select(.kind == "no-end").delivery'
    wireroom check --repair --reason 'disk of Tuesday, ticket 91'
    wireroom check --settle`
}

// Validate checks what goes together.
func (c *Cmd) Validate() error {
	if c.Repair && c.Reason == "" {
		return console.Usagef("--reason says why, for the audit log")
	}
	return nil
}

var errMissing = errors.New("something is missing")

// Run checks.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	found, err := c.look(ctx, t, con)
	if err != nil {
		return err
	}
	if c.Repair && len(found) > 0 {
		if err := c.repair(ctx, t, con, found); err != nil {
			return err
		}
		if found, err = c.look(ctx, t, con); err != nil {
			return err
		}
	}
	if c.Settle {
		if err := journal.Settle(t.Data); err != nil {
			return err
		}
		found = slices.DeleteFunc(found, func(f Finding) bool { return f.Kind == Damaged })
	}
	missing := slices.DeleteFunc(found, func(f Finding) bool { return f.Kind == NoOriginal })
	if len(missing) > 0 {
		return fmt.Errorf("%w: %s", errMissing, console.Plural(len(missing), "finding"))
	}
	con.Notef("Nothing is missing.")
	return nil
}

// look reads everything and shows what it finds.
func (c *Cmd) look(ctx context.Context, t *target.Target, con *console.Console) ([]Finding, error) {
	s, err := t.Connect(ctx, func(text string) { con.Notef("%s", text) })
	if err != nil {
		return nil, err
	}
	defer s.Close()
	damage, err := journal.LoadDamage(t.Data)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, d := range damage {
		found = append(found, Finding{Kind: Damaged, Stream: d.Stream, Text: fmt.Sprintf("%s, found %s", d, d.At.Format(time.RFC3339))})
	}
	seen, err := Look(ctx, s.JS, con.Now())
	if err != nil {
		return nil, err
	}
	found = append(found, seen...)
	return found, c.show(con, found)
}

// repair has run again what can be.
func (c *Cmd) repair(ctx context.Context, t *target.Target, con *console.Console, found []Finding) error {
	if err := c.receipts(ctx, t, con, found); err != nil {
		return err
	}
	var deliveries []string
	for _, f := range found {
		if f.Repair == ByReplay && !slices.Contains(deliveries, f.Delivery) {
			deliveries = append(deliveries, f.Delivery)
		}
	}
	if len(deliveries) == 0 {
		return nil
	}
	again := replay.Cmd{Which: replay.Which{Delivery: deliveries}, Reason: c.Reason, By: c.By, Wait: c.Wait, JSON: c.JSON}
	return again.Run(ctx, t, con)
}

// shown bounds how many findings of a kind a table has.
const shown = 20

func (c *Cmd) show(con *console.Console, found []Finding) error {
	if c.JSON {
		for _, f := range found {
			if err := con.JSON(f); err != nil {
				return err
			}
		}
		return nil
	}
	if len(found) == 0 {
		return nil
	}
	counts, table := map[Kind]int{}, con.Table("FOUND", "STREAM", "DELIVERY", "ARTICLE", "REPAIR", "")
	for _, f := range found {
		if counts[f.Kind]++; counts[f.Kind] <= shown {
			table.Row(string(f.Kind), f.Stream, f.Delivery, f.Article, string(f.Repair), console.Clean(f.Text))
		}
	}
	table.Write()
	for _, k := range Kinds() {
		if n := counts[k]; n > 0 {
			con.Notef("%s %s: %s", console.Count(n), k, k.Meaning())
		}
	}
	return nil
}
