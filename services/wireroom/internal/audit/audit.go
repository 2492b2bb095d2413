// Package audit keeps what operators do to articles: who did what, when and why.
// It is the command `audit` too.
//
// It must never hold anything of an article's text.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/user"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Entry is one line of the log.
type Entry struct {
	At       time.Time      `json:"at"`
	Action   string         `json:"action"` // restore, erase or replay
	Article  string         `json:"article"`
	Provider string         `json:"provider"`
	URI      string         `json:"uri"`
	Replay   int            `json:"replay,omitempty"` // its number
	By       string         `json:"by"`
	Reason   string         `json:"reason,omitempty"`
	Touched  map[string]int `json:"touched,omitempty"` // messages and objects, by where they were
}

// Actions. An erase without an Erased behind it was not brought to its end.
const (
	Restore = "restore" // is begun
	Erase   = "erase"   // is begun
	Erased  = "erased"  // nothing of the article was found any more
)

// Write adds an entry and awaits that it is stored.
func Write(ctx context.Context, js jetstream.JetStream, e Entry) error {
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode audit line: %w", err)
	}
	if _, err := js.Publish(ctx, "audit."+e.Action+"."+e.Provider, data); err != nil {
		return fmt.Errorf("write audit line: %w", err)
	}
	return nil
}

// Who names the person at this terminal, as far as the machine knows.
func Who(said string) string {
	if said != "" {
		return said
	}
	name := "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	host, err := os.Hostname()
	if err != nil {
		return name
	}
	return name + "@" + host
}

// Cmd is the command.
type Cmd struct {
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Shows who restored, erased and replayed what, when and why.

    wireroom audit
    wireroom audit --json | jq 'select(.action == "erase")'`
}

// Run lists.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	table := con.Table("WHEN", "ACTION", "WHAT", "BY", "REASON")
	n := 0
	err = scan.Each(ctx, s.JS, contract.StreamAudit, scan.Query{}, func(m scan.Msg) error {
		var e Entry
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return fmt.Errorf("read audit line %d: %w", m.Sequence, err)
		}
		n++
		if c.JSON {
			return con.JSON(e)
		}
		table.Row(con.When(e.At), e.Action, what(e), console.Clean(e.By), console.Clean(e.Reason))
		return nil
	})
	if err != nil || c.JSON {
		return err
	}
	if n == 0 {
		con.Notef("Nothing was restored, erased or replayed.")
		return nil
	}
	table.Write()
	return nil
}

func what(e Entry) string {
	if e.Replay > 0 {
		return fmt.Sprintf("replay %d of %s, provider %s", e.Replay, console.Plural(e.Touched[contract.StreamRaw], "original"), e.Provider)
	}
	return e.Article + "  " + console.Clean(e.URI)
}
