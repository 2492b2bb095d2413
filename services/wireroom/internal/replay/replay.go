// Package replay is the command `replay`: it runs originals of RAW again, through
// the parser of today, in the bulk lane.
//
// It only asks; what becomes of an original the stages decide by the order of
// versions, in which a replay stands where its original does. So nothing it runs can
// overtake a later version or bring back what was killed.
package replay

import (
	"context"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/audit"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/providers"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	Which    `embed:""`
	DryRun   bool          `help:"Read the originals here, as this version does, and show what would change. Nothing is run."`
	Number   int           `placeholder:"N" help:"Number of the replay, to go on with one that was interrupted: an original that has run under it runs no second time for a day. Else a new one."`
	Reason   string        `placeholder:"TEXT" help:"Why: for the audit log. Required, but for a dry run."`
	By       string        `placeholder:"WHO" help:"Who: for the audit log; the user of this machine otherwise."`
	Wait     time.Duration `default:"10m" help:"How long to wait for the next receipt (default: ${default}); 0 does not wait."`
	MediaURL string        `placeholder:"URL" env:"WIREROOM_NORMALIZE_MEDIA_URL" default:"http://localhost:8082" help:"For a dry run: as normalize has it."`
	JSON     bool          `name:"json" help:"One JSON object a line for each article."`

	providers.File
}

// Help has examples.
func (Cmd) Help() string {
	return `For a parser or a mapping that has become better. What reads as before is dropped as duplicate, a version that was followed by another as stale, what was taken down stays down; what reads otherwise is published as an update. Originals are kept for 7 days by default.

A dry run compares with what NEWS holds, by the providers file of this machine.

    wireroom replay -p nordwind --since 6h --dry-run
    wireroom replay -p nordwind --since 6h --reason 'mapping of captions, ticket 83'
    wireroom replay --delivery tp1b2c-42 --reason 'the desk asked for it'`
}

// Run replays.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	q, err := c.query(con.Now())
	if err != nil {
		return err
	}
	if !c.DryRun && c.Reason == "" {
		return console.Usagef("--reason says why, for the audit log")
	}
	s, err := t.Connect(ctx, func(text string) { con.Notef("%s", text) })
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := originals(ctx, s.JS, q)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		con.Notef("No original on RAW matches.")
		return nil
	}
	if c.DryRun {
		return c.preview(ctx, t, s.JS, con, list)
	}
	if c.Number == 0 {
		c.Number = int(con.Now().Unix()) // higher than any before
	}
	err = audit.Write(ctx, s.JS, audit.Entry{At: con.Now().UTC(), Action: "replay", Provider: q.providerName(), Replay: c.Number,
		By: audit.Who(c.By), Reason: c.Reason, Touched: map[string]int{contract.StreamRaw: len(list)}})
	if err != nil {
		return err
	}
	con.Notef("replay %d: %s", c.Number, console.Plural(len(list), "original"))
	r := &run{Cmd: c, js: s.JS, con: con, waiting: map[string]*pending{}}
	if err := r.all(ctx, list); err != nil {
		return fmt.Errorf("%w; --number %d goes on with it", err, c.Number)
	}
	return nil
}
