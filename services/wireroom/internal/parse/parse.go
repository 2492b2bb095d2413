// Package parse is the command `parse`: documents in, ninjs out, by the very
// rules of the normalize stage and without a broker.
//
// It must print what the wire publishes for the same bytes, before enrichment; so
// it has no rules of its own.
package parse

import (
	"context"
	"os"
	"path/filepath"
	"strings"
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
	Mapping     string        `placeholder:"FILE" type:"path" help:"Read them by this mapping (docs/formats/mapping.md), as a provider's own XML or JSON."`
	ContentType string        `placeholder:"TYPE" help:"Of all documents; else by the file's extension, as 'push' does."`
	Zone        string        `default:"UTC" help:"IANA time zone of dates without one (default: ${default})."`
	Language    string        `placeholder:"TAG" help:"BCP 47 language of documents that name none."`
	Urgency     ninjs.Urgency `placeholder:"N" help:"Urgency of documents that name none, 1 to 9."`
	Quiet       bool          `short:"q" help:"Don't say what was repaired or left out."`
	Received    time.Time     `placeholder:"TIME" help:"When they came in, RFC 3339; now if not said. Only dates without a year depend on it."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Prints one ninjs 3.1 object a line. A document that can't be read prints nothing there, and one line on standard error: file, place, reason, cause. The others are printed all the same; the exit code is then 1. What was repaired or left out is noted on standard error, and with --mapping which of its fields found nothing in any document.

    wireroom parse story.xml | jq .
    wireroom parse --zone Europe/Berlin --language de spool/*.xml
    wireroom parse --mapping quay.yaml --zone Europe/London quay-*.xml
    curl -s https://example.org/feed | wireroom parse --content-type application/rss+xml`
}

// Validate checks the values.
func (c *Cmd) Validate() error {
	if !contract.ValidProvider(c.Provider) {
		return console.Usagef("--provider %q: it should be 1 to 40 of a-z, 0-9 and -", c.Provider)
	}
	if c.Urgency < 0 || c.Urgency > 9 {
		return console.Usagef("--urgency %d: it should be 1 to 9", c.Urgency)
	}
	if c.Mapping != "" && c.Format != "" {
		return console.Usagef("--mapping and --format exclude each other: a mapping is a format of its own")
	}
	return nil
}

// mapping reads the mapping, if there is one.
func (c *Cmd) mapping(s *normalize.Settings) error {
	if c.Mapping == "" {
		return nil
	}
	data, err := os.ReadFile(c.Mapping)
	if err != nil {
		return err
	}
	if s.Mapping, err = normalize.ReadMapping(filepath.Base(c.Mapping), data); err == nil && !c.Quiet {
		s.Mapping.Watch()
	}
	return err
}

// unmatched says which fields of the mapping found nothing in any of the documents:
// most are paths with a fault.
func (c *Cmd) unmatched(con *console.Console, m *normalize.Mapping) {
	if m == nil {
		return
	}
	if keys := m.Unmatched(); len(keys) > 0 {
		con.Notef("%s: never matched: %s", label(filepath.Base(c.Mapping)), console.Clean(strings.Join(keys, ", ")))
	}
}

// Run parses.
func (c *Cmd) Run(ctx context.Context, con *console.Console) error {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return console.Usagef("--zone %q: it should be a name of the IANA database, such as Europe/Berlin: %w", c.Zone, err)
	}
	settings := normalize.Settings{Format: c.Format, Language: c.Language, Urgency: c.Urgency, Zone: zone, MediaBase: "http://localhost:8082"}
	if err := c.mapping(&settings); err != nil {
		return err
	}
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
	c.unmatched(con, settings.Mapping)
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

// Reported marks an error that needs no further line.
func (u *Unread) Reported() bool { return true }
