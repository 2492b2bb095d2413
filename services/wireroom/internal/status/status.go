// Package status is the command that shows how the wire does: what waits at each
// stage, how fast the streams grow, what is dead.
//
// What it shows comes from package pkg/inspect/status.
package status

import (
	"context"
	"errors"
	"time"

	"github.com/wireroom/wireroom/pkg/inspect/status"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	Watch    bool          `short:"w" help:"Show it again and again."`
	Interval time.Duration `default:"1s" help:"Time between the two samples that rates come from (default: ${default})."`
	Admin    []string      `placeholder:"HOST:PORT" help:"Admin ports of the services that are asked for version and readiness, by comma; else the address book's."`
	JSON     bool          `name:"json" help:"One JSON object, with --watch one a line."`
}

// Help has examples.
func (Cmd) Help() string {
	return `"lag" is what a lane has not begun, "in work" what its workers hold. A lane whose oldest grows and whose rate is 0 has no worker, or is waiting for a dependency that is away: see the metric wireroom_stage_waiting. A reader that does not ask has lost its process, perhaps.

    wireroom status
    wireroom status --watch
    wireroom status --admin ingest:8081,normalize:8081,enrich:8081,publish:8081
    wireroom status --json | jq '.stages[] | select(.lag > 1000)'`
}

// Validate checks the ranges.
func (c *Cmd) Validate() error {
	if c.Interval < 100*time.Millisecond || c.Interval > time.Minute {
		return console.Usagef("--interval should be 100ms to 1m")
	}
	return nil
}

// Run shows.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	admin := c.Admin
	if len(admin) == 0 {
		b, err := t.Book()
		if err != nil {
			return err
		}
		if b.Admin != "" {
			admin = []string{b.Admin}
		}
	}
	s, err := t.Connect(ctx, func(text string) { con.Notef("%s", text) })
	if err != nil {
		return err
	}
	defer s.Close()
	before, err := status.Sample(ctx, s.JS, con.Now)
	if err != nil {
		return err
	}
	for {
		if err := service.Pause(ctx, c.Interval); err != nil {
			return ended(c.Watch, err)
		}
		after, err := status.Sample(ctx, s.JS, con.Now)
		if err != nil {
			return err
		}
		after.Rates(before)
		after.Ready = status.Readiness(ctx, admin)
		if err := c.show(con, after); err != nil || !c.Watch {
			return err
		}
		before = after
	}
}

// ended makes Ctrl-C the ordinary end of a watch.
func ended(watch bool, err error) error {
	if watch && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (c *Cmd) show(con *console.Console, s *status.Status) error {
	if c.JSON {
		return con.JSON(s)
	}
	if c.Watch && con.OutTTY {
		con.Printf("\x1b[H\x1b[2J")
	}
	write(con, s)
	if c.Watch && !con.OutTTY {
		con.Printf("\n")
	}
	return nil
}
