// Package held is the command `held`: what waits for the end of its embargo, and setting
// it up again after a mirror was promoted.
//
// It must not release anything itself, nor show a text: what is held is secret.
package held

import (
	"context"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/inspect/held"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	List       List       `cmd:"" default:"withargs" help:"List what is held, the next one first."`
	Reschedule Reschedule `cmd:"" help:"Schedule again what is held, after a mirror of HELD was promoted."`
}

// List is `held list`.
type List struct {
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (List) Help() string {
	return `Embargoed articles lie with NATS until their time. One without a time is withheld until a later version: its embargo ends too far ahead.

    wireroom held
    wireroom held list --json | jq -r .article`
}

// Run lists.
func (c *List) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	messages, err := held.All(ctx, s.JS)
	if err != nil {
		return err
	}
	if c.JSON {
		for _, m := range messages {
			if err := con.JSON(m.Entry); err != nil {
				return err
			}
		}
		return nil
	}
	if len(messages) == 0 {
		con.Notef("Nothing is held.")
		return nil
	}
	table := con.Table("due", "provider", "article", "uri")
	for _, m := range messages {
		table.Row(due(m.Entry, con.Now()), m.Provider, m.Article, console.Clean(m.URI))
	}
	table.Write()
	return nil
}

func due(e held.Entry, now time.Time) string {
	switch {
	case e.Due == nil:
		return "withheld"
	case e.Due.Before(now):
		return fmt.Sprintf("%s (overdue)", e.Due.UTC().Format(time.RFC3339))
	default:
		return e.Due.UTC().Format(time.RFC3339)
	}
}
