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
	"io"
	"os"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// Cmd is the command.
type Cmd struct {
	Files    []string      `arg:"" optional:"" name:"file" help:"Files with a ninjs object a line; standard input if there is none, or for -."`
	Window   time.Duration `default:"72h" help:"An article is compared with those of this time before it, by versionCreated where both have one (default: ${default})."`
	Articles int           `default:"200000" help:"How many articles are kept to compare with: the latest; 100,000 take about 300 MB (default: ${default})."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Takes ninjs 3.1, an object a line, as 'parse' prints it, and prints for each line, in order, a JSON object:

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
	r := &run{con: con, out: out, progress: newProgress(con, c.Files), index: newIndex(c.Articles, c.Window)}
	err := r.files(ctx, c.Files)
	r.progress.finish()
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
	progress *progress
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

func (r *run) file(ctx context.Context, name string) error {
	in, label := r.con.In, "standard input"
	if name != media.Stdin {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		in, label = f, console.Clean(name)
	}
	return r.lines(ctx, in, label)
}

// chunk is how many lines are read at once: their prints are made side by side.
const chunk = 256

// lines answers the lines of a reader, a chunk at a time.
func (r *run) lines(ctx context.Context, in io.Reader, label string) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, contract.MaxArticle)
	waiting := make([]line, 0, chunk)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			r.progress.add(1, len(lines.Bytes())+1)
			continue
		}
		waiting = append(waiting, line{place: fmt.Sprintf("%s, line %d", label, n), data: bytes.Clone(lines.Bytes())})
		// whoever types lines wants each answer at once
		if len(waiting) == chunk || r.con.InTTY && in == r.con.In {
			if err := r.answer(ctx, waiting); err != nil {
				return err
			}
			waiting = waiting[:0]
		}
	}
	if err := r.answer(ctx, waiting); err != nil {
		return err
	}
	return lineError(label, lines.Err())
}

func lineError(label string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%s: a line has more than %s, which no message holds", label, console.Bytes(contract.MaxArticle))
	default:
		return fmt.Errorf("read %s: %w", label, err)
	}
}
