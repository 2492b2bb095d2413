// Package trace is the command `trace`: the whole life of a delivery or an article,
// each stage, when, how long, what was decided and why.
//
// What it shows comes from package pkg/inspect/trace.
package trace

import (
	"context"

	"github.com/wireroom/wireroom/pkg/inspect/trace"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	ID       string `arg:"" name:"id" help:"A delivery id, an article id, or an article's uri (with --provider)."`
	Provider string `short:"p" placeholder:"ID" env:"WIREROOM_PROVIDER" help:"Whose uri it is."`
	Last     int    `short:"n" default:"10" help:"How many of an article's deliveries to show, the latest (default: ${default})."`
	Scan     int    `default:"20000" help:"How many receipts to look through for an article's dropped versions, the latest (default: ${default})."`
	JSON     bool   `name:"json" help:"One JSON object."`
}

// Help has examples.
func (Cmd) Help() string {
	return `A push is answered with its delivery id; each message on NEWS has its article id in the subject, and both in its headers.

    wireroom trace tp1b2c-42
    wireroom trace ab3cd4ef5gh6ij7k
    wireroom trace -p nordwind urn:nordwind:2026:ferry
    wireroom trace tp1b2c-42 --json | jq '.deliveries[].articles[].outcome'`
}

// Run traces.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	delivery, article, err := trace.Resolve(c.ID, c.Provider)
	if err != nil {
		return console.Usagef("%s", err)
	}
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	var r *trace.Report
	if delivery != "" {
		r, err = trace.OfDelivery(ctx, s.JS, con.Now, delivery)
	} else {
		r, err = trace.OfArticle(ctx, s.JS, con.Now, article, c.Provider, c.Last, c.Scan)
	}
	if err != nil {
		return err
	}
	r.Asked = c.ID
	if c.JSON {
		return con.JSON(r)
	}
	write(con, r)
	return nil
}
