// Package preview is the command `parse`: documents in, ninjs out, by the very
// rules of the normalize stage and without a broker.
//
// It must print what the wire publishes for the same bytes, before enrichment; so
// it has no rules of its own.
package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // --zone has to work on a machine without a database of zones

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// Cmd is the command.
type Cmd struct {
	Files       []string      `arg:"" optional:"" name:"file" help:"Documents; standard input if there is none, or for -."`
	Provider    string        `short:"p" default:"local" help:"Whose documents they are: part of a made-up uri (default: ${default})."`
	Format      string        `help:"Read them as this wire format, instead of finding out."`
	ContentType string        `placeholder:"TYPE" help:"Of all documents; else by the file's extension, as 'push' does."`
	Zone        string        `default:"UTC" help:"IANA time zone of dates without one (default: ${default})."`
	Language    string        `placeholder:"TAG" help:"BCP 47 language of documents that name none."`
	Urgency     ninjs.Urgency `placeholder:"N" help:"Urgency of documents that name none, 1 to 9."`
	Received    time.Time     `placeholder:"TIME" help:"When they came in, RFC 3339; now if not said. Only dates without a year depend on it."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Prints one ninjs 3.1 object a line. A document that can't be read prints nothing there, and one line on standard error: file, place, reason, cause. The others are printed all the same; the exit code is then 1.

    wireroom parse story.xml | jq .
    wireroom parse --zone Europe/Berlin --language de spool/*.xml
    curl -s https://example.org/feed | wireroom parse --content-type application/rss+xml`
}

// Validate checks the values.
func (c *Cmd) Validate() error {
	if !contract.ValidProvider(c.Provider) {
		return fmt.Errorf("--provider %q: it should be 1 to 40 of a-z, 0-9 and -", c.Provider)
	}
	if c.Urgency < 0 || c.Urgency > 9 {
		return fmt.Errorf("--urgency %d: it should be 1 to 9", c.Urgency)
	}
	return nil
}

// maxDocument bounds what is read of one file, in bytes: the wire takes less.
const maxDocument = contract.MaxPayload

// Run parses.
func (c *Cmd) Run(ctx context.Context, con *console.Console) error {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return fmt.Errorf("--zone %q: it should be a name of the IANA database, such as Europe/Berlin: %w", c.Zone, err)
	}
	settings := normalize.Settings{Format: c.Format, Language: c.Language, Urgency: c.Urgency, Zone: zone}
	if len(c.Files) == 0 {
		c.Files = []string{media.Stdin}
	}
	bad := 0
	for i, name := range c.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := c.document(con, settings, name, uint64(i+1))
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

// Unread says how many documents or articles could not be read. Each has had its
// line already.
type Unread struct{ Count int }

func (u *Unread) Error() string {
	return console.Plural(u.Count, "document") + " or parts of them not read"
}

// Told marks an error that needs no further line.
func (u *Unread) Told() bool { return true }

// document prints one document's articles and gives how many could not be read. An
// error is one of the output.
func (c *Cmd) document(con *console.Console, s normalize.Settings, name string, seq uint64) (bad int, err error) {
	d := normalize.Delivery{ID: "local-1", Provider: c.Provider, Sequence: seq, ContentType: c.ContentType, Lane: contract.Wire, Received: c.Received}
	if d.Received.IsZero() {
		d.Received = con.Now()
	}
	if name != media.Stdin {
		d.FileName = filepath.Base(name)
	}
	if d.ContentType == "" {
		d.ContentType = media.TypeOf(d.FileName)
	}
	if d.Data, err = read(con, name); err != nil {
		con.Notef("%s: %s", label(name), console.Clean(err.Error()))
		return 1, nil
	}
	articles, err := normalize.Parse(d, s)
	if err != nil {
		tell(con, label(name), err)
		return 1, nil
	}
	if len(articles) == 0 {
		tell(con, label(name), &normalize.Fault{Reason: contract.ReasonEmpty, Err: errors.New("there is no article in it")})
		return 1, nil
	}
	return c.print(con, name, articles)
}

func (c *Cmd) print(con *console.Console, name string, articles []normalize.Article) (bad int, err error) {
	for i := range articles {
		a := &articles[i]
		place := label(name)
		if len(articles) > 1 {
			place = fmt.Sprintf("%s, article %d of %d", place, i+1, len(articles))
		}
		cause := a.Err
		var data []byte
		if cause == nil {
			data, cause = ninjs.Encode(&a.Item)
			if cause != nil {
				cause = &normalize.Fault{Reason: contract.ReasonInvalid, Err: cause}
			}
		}
		if cause != nil {
			tell(con, place, cause)
			bad++
			continue
		}
		if _, err := con.Out.Write(append(data, '\n')); err != nil {
			return bad, fmt.Errorf("write: %w", err)
		}
	}
	return bad, nil
}

// tell is the one line on a document that can't be read.
func tell(con *console.Console, place string, err error) {
	con.Notef("%s: %s: %s", place, normalize.ReasonOf(err), console.Clean(err.Error()))
}

func label(name string) string {
	if name == media.Stdin {
		return "standard input"
	}
	return console.Clean(name)
}

func read(con *console.Console, name string) ([]byte, error) {
	var r io.Reader = con.In
	if name != media.Stdin {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err == nil && len(data) > maxDocument {
		err = fmt.Errorf("%s: it has more than %s, which the wire does not take", contract.ReasonTooLarge, console.Bytes(maxDocument))
	}
	return data, err
}
