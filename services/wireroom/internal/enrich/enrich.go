// Package enrich is the command `enrich`: ninjs in, enriched ninjs out, by the very
// rules of the enrich stage and without a broker.
//
// It must print what the wire publishes for the same article; so it has no rules of
// its own.
package enrich

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/enrich"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
	"github.com/wireroom/wireroom/services/wireroom/internal/ndjson"
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
	return `Takes ninjs 3.1, an object a line, as 'parse' prints it (older generations are read as 'parse' reads them), and prints it with what the wire adds: language, topic, keywords, a summary, people, organisations and places. A line that can't be read prints nothing there, and one line on standard error; the others are printed all the same; the exit code is then 1. What has no place in ninjs, such as the reading time, is noted on standard error.

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
	r := &run{con: con, rules: rules, out: bufio.NewWriterSize(con.Out, 1<<16), progress: ndjson.NewProgress(con, c.Files, "enriching"), quiet: c.Quiet}
	for _, name := range c.Files {
		if err = r.file(ctx, name); err != nil {
			break
		}
	}
	r.progress.Finish()
	if flushed := r.out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("write: %w", flushed)
	}
	if err == nil && r.bad > 0 {
		err = &Unread{r.bad}
	}
	return err
}

// Unread says how many lines could not be enriched. Each has had its own line already.
type Unread struct{ Count int }

func (u *Unread) Error() string { return console.Plural(u.Count, "line") + " not enriched" }

// Reported marks an error that needs no further line.
func (u *Unread) Reported() bool { return true }

// run is the state of one run.
type run struct {
	con      *console.Console
	rules    *enrich.Rules
	out      *bufio.Writer
	progress *ndjson.Progress
	quiet    bool
	bad      int
}

// file enriches the lines of a file. An error is the end of ctx, or one of reading or the
// output.
func (r *run) file(ctx context.Context, name string) error {
	return ndjson.File(r.con, name, func(l ndjson.Line) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, said, err := r.line(ctx, l)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			r.bad++
			r.tell(l.Place, err.Error())
		case !r.quiet:
			r.tell(l.Place, said)
		}
		r.progress.Add(1, len(l.Data)+1)
		if err != nil {
			return nil //nolint:nilerr // the line is told of, and the others are enriched all the same
		}
		return r.write(data)
	})
}

// tell prints what there is to say of a line.
func (r *run) tell(place, what string) {
	r.progress.Clear()
	r.con.Notef("%s: %s", place, console.Clean(what))
}

func (r *run) write(data []byte) error {
	_, err := r.out.Write(append(data, '\n'))
	if err == nil && (r.con.InTTY || r.con.OutTTY) {
		err = r.out.Flush() // whoever types lines wants each at once
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

func (r *run) line(ctx context.Context, l ndjson.Line) (data []byte, said string, err error) {
	if l.Err != nil {
		return nil, "", l.Err
	}
	item, err := ndjson.Item(l.Data, r.con.Now())
	if err != nil {
		return nil, "", err
	}
	item, env, err := r.rules.Enrich(ctx, item, &contract.Envelope{Language: item.Language})
	if err != nil {
		return nil, "", err
	}
	data, err = enrich.Encode(item)
	return data, notes(env), err
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
