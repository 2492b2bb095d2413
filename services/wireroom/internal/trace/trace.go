// Package trace is the command `trace`: the whole life of a delivery or an article,
// each stage, when, how long, what was decided and why.
//
// It reads what the streams hold and changes nothing. What is no longer there it
// says so, and does not guess.
package trace

import (
	"context"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
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
	delivery, article, err := c.resolve()
	if err != nil {
		return err
	}
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	g := &gatherer{js: s.JS, now: con.Now, scan: c.Scan}
	r := &Report{Asked: c.ID}
	if delivery != "" {
		err = g.delivery(ctx, r, delivery)
	} else {
		err = g.article(ctx, r, article, c.Last, c.Provider)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return con.JSON(r)
	}
	write(con, r)
	return nil
}

// resolve tells what kind of id it is: a delivery's has a dash and a number, an
// article's has 16 characters, a uri has a colon.
func (c *Cmd) resolve() (delivery, article string, err error) {
	switch {
	case strings.Contains(c.ID, ":") && contract.ValidProvider(c.Provider):
		return "", contract.ArticleID(c.Provider, c.ID), nil
	case strings.Contains(c.ID, ":"):
		return "", "", console.Usagef("a uri names an article only together with its provider: add --provider ID")
	case contract.ValidArticle(c.ID):
		return "", c.ID, nil
	}
	if _, _, err := contract.ParseDeliveryID(c.ID); err != nil {
		return "", "", console.Usagef("%q is neither a delivery id (such as tp1b2c-42), nor an article id (16 characters of a-z and 0-9), nor a uri", c.ID)
	}
	return c.ID, "", nil
}
