// Package dedupe is the command `dedupe`: ninjs in, and for each line which text it
// repeats and to which story it belongs.
//
// It must say what the wire says of the same articles in the same order; so it has no
// rules of its own.
package dedupe

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
	"github.com/wireroom/wireroom/services/wireroom/internal/ndjson"
)

// Cmd is the command.
type Cmd struct {
	Files    []string      `arg:"" optional:"" name:"file" help:"Files with a ninjs object a line; standard input if there is none, or for -."`
	Window   time.Duration `default:"72h" help:"An article is compared with those of this time before it, by versionCreated where both have one (default: ${default})."`
	Articles int           `default:"200000" help:"How many articles are kept to compare with: the latest; 100,000 take about 300 MB (default: ${default})."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Takes ninjs 3.1, an object a line, as 'parse' prints it (older generations are read as 'parse' reads them), and prints for each line, in order, a JSON object:

    uri          the article's
    duplicateOf  the uri of the earlier article whose text it repeats; empty for the first of its kind
    similarity   how much of the smaller text the larger one holds, 0 to 1
    kind         exact, near, cut (a part of the original) or embedded (holds the original); empty with duplicateOf
    story        the uri of the first article of its story

The order of the lines is the order in which the articles came. A line that can't be read prints nothing there, and one line on standard error; the exit code is then 1.

    wireroom parse spool/*.xml | wireroom dedupe
    wireroom dedupe articles.ndjson | jq -r 'select(.duplicateOf == "") | .uri'`
}

// Validate checks the ranges.
func (c *Cmd) Validate() error {
	if c.Window <= 0 || c.Articles < 1 {
		return errors.New("--window and --articles should be more than 0")
	}
	return nil
}

// Unread says how many lines could not be read. Each has had its own line already.
type Unread struct{ Count int }

func (u *Unread) Error() string { return console.Plural(u.Count, "line") + " not read" }

// Reported marks an error that needs no further line.
func (u *Unread) Reported() bool { return true }

// Run compares.
func (c *Cmd) Run(ctx context.Context, con *console.Console) error {
	if len(c.Files) == 0 {
		c.Files = []string{media.Stdin}
	}
	out := bufio.NewWriterSize(con.Out, 1<<16)
	r := &run{con: con, out: out, progress: ndjson.NewProgress(con, c.Files, "comparing"), index: newIndex(c.Articles, c.Window)}
	err := r.files(ctx, c.Files)
	r.progress.Finish()
	if flushed := out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("write: %w", flushed)
	}
	if err == nil && r.bad > 0 {
		err = &Unread{r.bad}
	}
	return err
}

// run is the state of one run.
type run struct {
	con      *console.Console
	out      *bufio.Writer
	progress *ndjson.Progress
	index    *index
	bad      int
}

func (r *run) files(ctx context.Context, names []string) error {
	for _, name := range names {
		if err := r.file(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// chunk is how many lines are read at once: their prints are made side by side.
const chunk = 256

// file answers the lines of a file, a chunk at a time.
func (r *run) file(ctx context.Context, name string) error {
	waiting := make([]line, 0, chunk)
	err := ndjson.File(r.con, name, func(l ndjson.Line) error {
		waiting = append(waiting, line{place: l.Place, data: bytes.Clone(l.Data), err: l.Err})
		// whoever types lines wants each answer at once
		if len(waiting) < chunk && (!r.con.InTTY || name != media.Stdin) {
			return nil
		}
		err := r.answer(ctx, waiting)
		waiting = waiting[:0]
		return err
	})
	if err != nil {
		return err
	}
	return r.answer(ctx, waiting)
}
