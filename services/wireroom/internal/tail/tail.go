// Package tail is the command that follows NEWS, as any consumer could.
//
// It changes nothing but the place of a durable consumer that it was asked to
// keep.
package tail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	Subjects []string `arg:"" optional:"" name:"subject" help:"Subjects of NEWS, with * and >; news.> if there is none."`
	Since    string   `xor:"start" placeholder:"WHEN" help:"Begin with what came in the last 10m, 2h or 3d, or since a time such as 2026-03-01T08:00:00Z or 08:00."`
	Last     uint64   `short:"n" xor:"start" placeholder:"N" help:"The last N that match, and end, unless --follow says otherwise."`
	All      bool     `xor:"start" help:"Begin with the first there is."`
	Durable  string   `placeholder:"NAME" help:"Keep the place under this name: a later run goes on where this one ended."`
	Follow   bool     `short:"f" xor:"end" help:"With --last: go on with what comes."`
	Stop     bool     `xor:"end" help:"End with the last that is there, instead of waiting for more."`
	Expect   uint64   `placeholder:"N" help:"With --stop or --last: fail if fewer than N were there."`
	JSON     bool     `name:"json" help:"One JSON object a line: subject, sequence, headers, and the article as ninjs."`

	MachineUse machineuse.Purpose `name:"machine-use" enum:",train,input,index" default:"" placeholder:"USE" help:"Only texts that the provider does not forbid for this use by machines: train, input (of a model) or index. Kills are always shown; a later version that forbids it is shown without its text, so that what you have can be removed."`
}

// Help has examples.
func (Cmd) Help() string {
	return `A subject is news.<article-id>.<signal>.<urgency>.<language>.<topic>.<provider>; signals are new, update, correction and kill.

    wireroom tail                          what comes from now on
    wireroom tail --last 20
    wireroom tail --last 20 --follow
    wireroom tail 'news.*.*.1.>'           flashes
    wireroom tail 'news.*.*.*.en.>' 'news.*.kill.>' --since 2h
    wireroom tail --all --stop --expect 1 'news.*.*.*.*.*.nordwind'
    wireroom tail --machine-use train --json --durable corpus
    wireroom tail --json --all --stop | jq -r '.article.headlines[0].value'`
}

// Run follows until ctx ends.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	c.Stop = c.Stop || c.Last > 0 && !c.Follow
	at, err := c.start(con.Now())
	if err != nil {
		return err
	}
	if len(c.Subjects) == 0 {
		c.Subjects = []string{"news.>"}
	}
	s, err := t.Connect(ctx, func(text string) { con.Notef("%s", text) })
	if err != nil {
		return err
	}
	defer s.Close()
	f, err := c.open(ctx, s.JS, at)
	if err != nil {
		return err
	}
	if c.Stop && f.pending == 0 {
		return c.enough(0)
	}
	if con.OutTTY && !c.JSON && f.pending == 0 {
		con.Notef("Waiting for what comes on %s. Ctrl-C ends.", join(c.Subjects))
	}
	err = c.follow(ctx, con, f)
	for errors.Is(err, bus.ErrRemade) && ctx.Err() == nil {
		con.Notef("NEWS was made anew: from its beginning.")
		c.All, c.Last, c.Since = true, 0, ""
		if f, err = c.open(ctx, s.JS, time.Time{}); err == nil {
			err = c.follow(ctx, con, f)
		}
	}
	if ctx.Err() != nil {
		return nil // Ctrl-C is how one ends it
	}
	return err
}

// pulls of a consumer: short heartbeats and expiry find a lost pull request in a
// second instead of half a minute (nats.go issue 1622).
const (
	pullHeartbeat = 500 * time.Millisecond
	pullExpiry    = 5 * time.Second
)

func (c *Cmd) follow(ctx context.Context, con *console.Console, f *feed) error {
	it, err := f.consumer.Messages(jetstream.PullHeartbeat(pullHeartbeat), jetstream.PullExpiry(pullExpiry))
	if err != nil {
		return fmt.Errorf("follow NEWS: %w", err)
	}
	defer it.Stop()
	if f.life != nil {
		watched, end := f.life.watch(ctx)
		defer end()
		ctx = watched
	}
	show := c.show(con)
	var shown uint64
	var stall scan.Stall
	for {
		d, err := stall.Next(ctx, it)
		if errors.Is(err, scan.ErrQuiet) && c.Stop && stall.Ended(ctx, f.consumer) {
			return c.enough(shown) // the rest is in damaged files
		}
		if errors.Is(err, jetstream.ErrNoHeartbeat) || errors.Is(err, scan.ErrQuiet) {
			continue // the connection is being mended, or nothing is new
		}
		if cause := context.Cause(ctx); errors.Is(cause, bus.ErrRemade) {
			return cause
		}
		if err != nil {
			return fmt.Errorf("follow NEWS: %w", err)
		}
		m, left, err := scan.From(d)
		if err != nil {
			return err
		}
		if f.life != nil {
			if err := f.life.read(ctx, m.Consumer); err != nil {
				return err
			}
		}
		if f.skip > 0 {
			f.skip--
		} else if p := c.permitted(m); p != hidden {
			if err := show(m, p); err != nil {
				return err
			}
			shown++
		}
		if f.durable {
			if err := d.DoubleAck(ctx); err != nil {
				return fmt.Errorf("acknowledge: %w", err)
			}
		}
		if c.Stop && left == 0 {
			return c.enough(shown)
		}
	}
}

// enough fails where fewer were shown than expected.
func (c *Cmd) enough(shown uint64) error {
	if shown < c.Expect {
		return fmt.Errorf("%s on %s, expected %d", console.Plural(shown, "message"), join(c.Subjects), c.Expect)
	}
	return nil
}

// Validate checks what goes together.
func (c *Cmd) Validate() error {
	if c.Expect > 0 && !c.Stop && (c.Last == 0 || c.Follow) {
		return console.Usagef("--expect goes with --stop, or with --last")
	}
	for _, subject := range c.Subjects {
		if !validFilter(subject) {
			return console.Usagef("%q is no subject: it should be words parted by dots, with * for any word and > at the end for all that follow", subject)
		}
	}
	return nil
}

// validFilter reports whether a subject with wildcards is one by NATS' rules.
func validFilter(subject string) bool {
	tokens := strings.Split(subject, ".")
	for i, token := range tokens {
		if token == "" || strings.ContainsFunc(token, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) ||
			token == ">" && i != len(tokens)-1 {
			return false
		}
	}
	return true
}
