// Package enrich is the command `enrich`: ninjs in, enriched ninjs out, by the very
// rules of the enrich stage and without a broker.
//
// It must print what the wire publishes for the same article; so it has no rules of
// its own.
package enrich

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// Cmd is the command.
type Cmd struct {
	Files     []string `arg:"" optional:"" name:"file" help:"Files with a ninjs object a line; standard input if there is none, or for -."`
	Off       []string `placeholder:"NAME" help:"Enrichers that are left out: language, topic, keywords, summary, reading, names, places; places needs names."`
	Languages []string `placeholder:"CODE" help:"Languages (ISO 639-1) that are told apart where none is named; all that are known otherwise."`
	Quiet     bool     `short:"q" help:"Don't say what was added."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Takes ninjs 3.1, an object a line, as 'parse' prints it, and prints it with what the wire adds: language, topic, keywords, a summary, people, organisations and places. A line that can't be read prints nothing there, and one line on standard error; the others are printed all the same; the exit code is then 1. What has no place in ninjs, such as the reading time, is noted on standard error.

    wireroom parse story.xml | wireroom enrich | jq .
    wireroom enrich --off summary articles.ndjson > enriched.ndjson`
}

// Run enriches.
func (c *Cmd) Run(ctx context.Context, con *console.Console) error {
	rules, err := enrich.NewRules(enrich.Settings{Off: c.Off, Languages: c.Languages}, nil, time.Now)
	if err != nil {
		return err
	}
	if len(c.Files) == 0 {
		c.Files = []string{media.Stdin}
	}
	bad := 0
	for _, name := range c.Files {
		n, err := c.file(ctx, con, rules, name)
		if err != nil {
			return err
		}
		bad += n
	}
	if bad > 0 {
		return &Unread{bad}
	}
	return nil
}

// Unread says how many lines could not be enriched. Each has had its own line already.
type Unread struct{ Count int }

func (u *Unread) Error() string { return console.Plural(u.Count, "line") + " not enriched" }

// Reported marks an error that needs no further line.
func (u *Unread) Reported() bool { return true }

// file enriches the lines of a file and gives how many could not be. An error is the
// end of ctx, or one of reading or the output.
func (c *Cmd) file(ctx context.Context, con *console.Console, rules *enrich.Rules, name string) (bad int, err error) {
	in, label := con.In, "standard input"
	if name != media.Stdin {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer func() { _ = f.Close() }()
		in, label = f, console.Clean(name)
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, contract.MaxArticle)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		place := fmt.Sprintf("%s, line %d", label, n)
		data, err := c.line(ctx, con, rules, place, lines.Bytes())
		if ctx.Err() != nil {
			return bad, ctx.Err()
		}
		if err != nil {
			con.Notef("%s: %s", place, console.Clean(err.Error()))
			bad++
			continue
		}
		if _, err := con.Out.Write(append(data, '\n')); err != nil {
			return bad, fmt.Errorf("write: %w", err)
		}
	}
	return bad, lineError(label, lines.Err())
}

func lineError(label string, err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%s: a line has more than %s, which no message holds", label, console.Bytes(contract.MaxArticle))
	default:
		return fmt.Errorf("read %s: %w", label, err)
	}
}

func (c *Cmd) line(ctx context.Context, con *console.Console, rules *enrich.Rules, place string, line []byte) ([]byte, error) {
	item, err := ninjs.Decode(line)
	if err != nil {
		return nil, err
	}
	item, env, err := rules.Enrich(ctx, item, &contract.Envelope{Language: item.Language})
	if err != nil {
		return nil, err
	}
	data, err := enrich.Encode(item)
	if err == nil && !c.Quiet {
		con.Notef("%s: %s", place, notes(env))
	}
	return data, err
}

// notes prints what the message's headers would.
func notes(e *contract.Envelope) string {
	parts := []string{"language " + contract.LanguageToken(e.Language), "topic " + contract.TopicToken(e.Topic)}
	if e.ReadingSeconds > 0 {
		parts = append(parts, "reading "+(time.Duration(e.ReadingSeconds)*time.Second).String())
	}
	if len(e.Derived) > 0 {
		parts = append(parts, "added "+strings.Join(e.Derived, ", "))
	}
	if len(e.EnrichFailed) > 0 {
		parts = append(parts, "failed: "+strings.Join(e.EnrichFailed, ", "))
	}
	return strings.Join(parts, "; ")
}
