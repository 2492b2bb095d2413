// Package plaintext writes an article as plain text in UTF-8: labelled lines, an empty
// line, and the text.
//
// The labels are those that desks use (Slug, Headline, Byline, …), so that a reader of
// labelled text finds its fields again.
package plaintext

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

// Write gives the text.
func Write(a content.Article) ([]byte, error) {
	it := a.Item
	var b bytes.Buffer
	line := func(label, value string) {
		if value = strings.Join(strings.Fields(value), " "); value != "" {
			b.WriteString(label + ": " + value + "\n")
		}
	}
	line("Headline", a.Headline())
	for i, h := range it.Headlines {
		if i > 0 {
			line("Subhead", h.Value)
		}
	}
	line("Byline", it.By)
	line("Dateline", it.Located)
	line("Slug", it.Slugline)
	line("Id", string(it.URI))
	line("Version", it.Version)
	line("Date", moment(it.VersionCreated))
	line("Embargo", moment(it.EmbargoedUntil))
	if it.Urgency != 0 {
		line("Urgency", strconv.Itoa(int(it.Urgency)))
	}
	line("Language", it.Language)
	line("Keywords", strings.Join(a.Keywords(), ", "))
	line("Source", source(it))
	line("Copyright", it.CopyrightNotice)
	for _, note := range content.Lines(it.EdNote) {
		line("Note", note)
	}
	line("Summary", a.Summary())
	b.WriteString("Text:\n\n")
	b.WriteString(body(a))
	return b.Bytes(), nil
}

func moment(t ninjs.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func source(it *ninjs.Item) string {
	for _, s := range it.InfoSources {
		if s.Role == "source" {
			return s.Name
		}
	}
	return ""
}

// body parts paragraphs, a line each in ninjs, by empty lines.
func body(a content.Article) string {
	lines := content.Lines(a.Text(content.Plain))
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n\n") + "\n"
}
