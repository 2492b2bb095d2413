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

// List is `streams list`.
type List struct {
	JSON bool `name:"json" help:"One JSON object a line for each stream."`
}

// Help has examples.
func (List) Help() string {
	return `What is declared and what there is of it. 'streams apply --dry-run' tells the differences field by field.

    wireroom streams
    wireroom streams list --json | jq 'select(.state != "as declared")'`
}

// Line is one stream or bucket.
type Line struct {
	Stream   string        `json:"stream"`
	Messages uint64        `json:"messages"`
	Bytes    uint64        `json:"bytes"`
	MaxBytes int64         `json:"max_bytes,omitempty"`
	MaxAge   time.Duration `json:"max_age,omitempty"` // nanoseconds
	Replicas int           `json:"replicas,omitempty"`
	Storage  string        `json:"storage,omitempty"`
	State    string        `json:"state"` // as declared, missing, or how many fields differ
}

// Run lists.
func (c *List) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	o, err := configured()
	if err != nil {
		return err
	}
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	table := con.Table("STREAM", ">MESSAGES", ">SIZE", ">LIMIT", ">AGE", ">REPLICAS", "STORAGE", "STATE")
	for _, want := range contract.Declared(o) {
		l, err := line(ctx, s.JS, want)
		if err != nil {
			return err
		}
		if c.JSON {
			if err := con.JSON(l); err != nil {
				return err
			}
			continue
		}
		table.Row(l.Stream, console.Count(l.Messages), console.Bytes(l.Bytes), limitText(l.MaxBytes), age(l.MaxAge), l.Replicas, l.Storage, state(l))
	}
	if !c.JSON {
		table.Write()
	}
	return nil
}

const (
	asDeclared = "as declared"
	isMissing  = "missing"
)

func line(ctx context.Context, js jetstream.JetStream, want jetstream.StreamConfig) (Line, error) {
	l := Line{Stream: contract.Plain(want.Name), State: isMissing}
	s, err := js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return l, nil
	}
	if err != nil {
		return l, fmt.Errorf("look up %s: %w", want.Name, err)
	}
	info := s.CachedInfo()
	l.Messages, l.Bytes = info.State.Msgs, info.State.Bytes
	l.MaxBytes, l.MaxAge, l.Replicas = max(info.Config.MaxBytes, 0), info.Config.MaxAge, info.Config.Replicas
	l.Storage, l.State = info.Config.Storage.String(), asDeclared
	differ := 0
	for _, f := range fields() {
		if f.text(info.Config) != f.text(want) {
			differ++
		}
	}
	if differ > 0 {
		l.State = console.Plural(differ, "field") + " not as declared"
	}
	return l, nil
}

func state(l Line) console.Cell {
	if l.State == asDeclared {
		return console.Cell{Text: l.State}
	}
	return console.Cell{Text: l.State, Style: console.Yellow}
}

func limitText(n int64) string {
	if n <= 0 {
		return "none"
	}
	return console.Bytes(n)
}
