// Package push is the command that pushes documents as a provider does, over
// ingest's HTTP API, and waits for what becomes of them.
//
// It must not look into the documents.
package push

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	Files       []string      `arg:"" optional:"" name:"file" help:"Documents; standard input if there is none, or for -."`
	Provider    string        `short:"p" placeholder:"ID" env:"WIREROOM_PROVIDER" help:"Who pushes. With an address book that has one key only: that one's."`
	Key         string        `placeholder:"KEY" env:"WIREROOM_KEY" help:"The provider's key; else the address book's."`
	ContentType string        `placeholder:"TYPE" help:"Of all documents; else by the file's extension, else none, and the wire looks at the bytes."`
	Lane        contract.Lane `enum:",flash,wire,bulk" default:"" placeholder:"LANE" help:"bulk for a backfill; a lane can only be lowered."`
	Again       bool          `help:"Push even what was pushed within 24 hours. Without it a document that is there already is not stored twice, and its first delivery answers."`
	Parallel    int           `short:"j" default:"4" help:"How many pushes at once (default: ${default})."`
	Wait        bool          `default:"true" negatable:"" help:"Wait for the receipts (default); with --no-wait end once all is stored."`
	Timeout     time.Duration `default:"2m" help:"How long to wait for the receipts of a delivery (default: ${default})."`
	RetryFor    time.Duration `default:"30s" help:"How long to try again where ingest is away, full, or asks to slow down (default: ${default})."`
	JSON        bool          `name:"json" help:"One JSON object a line for each document."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Each document is pushed under an Idempotency-Key made of its bytes, type and name, so that it is safe to run the command again after it broke off.

    wireroom push story.xml
    wireroom push --provider nordwind --key wr_… spool/*.xml
    echo 'A headline' | wireroom push -p polder-post --content-type text/plain
    wireroom push -p nordwind --lane bulk -j 16 --no-wait archive/*.xml

The exit code is 1 if anything was dead or refused, or still on its way after --timeout.`
}

// Validate checks the ranges.
func (c *Cmd) Validate() error {
	if c.Parallel < 1 || c.Parallel > 256 {
		return console.Usagef("--parallel should be 1 to 256")
	}
	return nil
}

// Run pushes.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	cl, err := c.client(t, con)
	if err != nil {
		return err
	}
	if len(c.Files) == 0 {
		c.Files = []string{media.Stdin}
		if con.InTTY {
			con.Notef("Reading a document from the terminal; Ctrl-D ends it.")
		}
	}
	tally := newTally(con, len(c.Files), c.JSON)
	var stdin sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(c.Parallel)
	for _, name := range c.Files {
		group.Go(func() error {
			r := Result{File: name}
			if doc, err := c.read(con, &stdin, name); err != nil {
				r.Error = err.Error()
			} else {
				r = cl.push(ctx, doc)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return tally.add(r)
		})
	}
	err = group.Wait()
	tally.finish()
	if err != nil {
		return err
	}
	return tally.verdict()
}

// client finds out who pushes, with which key, and where to.
func (c *Cmd) client(t *target.Target, con *console.Console) (*client, error) {
	base, err := t.Ingest()
	if err != nil {
		return nil, err
	}
	b, err := t.Book()
	if err != nil {
		return nil, err
	}
	if c.Provider == "" && c.Key == "" && len(b.Keys) == 1 {
		for id := range b.Keys {
			c.Provider = id
		}
	}
	if c.Provider == "" {
		return nil, console.Usagef("say who pushes: --provider ID%s", known(b.Keys))
	}
	key := c.Key
	if key == "" {
		key = b.Keys[c.Provider]
	}
	if key == "" {
		return nil, console.Usagef("no key for provider %s: give --key or WIREROOM_KEY; 'wireroom providers add' makes one%s", c.Provider, known(b.Keys))
	}
	key = strings.TrimSpace(key)
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, console.Usagef("the key of provider %s holds a blank, a line break or a character outside of ASCII, which no key does", c.Provider)
	}
	return newClient(base, key, c, con), nil
}
