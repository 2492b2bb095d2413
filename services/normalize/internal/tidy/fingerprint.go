package tidy

import (
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// fingerprint names an item without an id by its headline, all of its text and a day
// in UTC: of its content, of this version, of its arrival. So the same text that is
// sent again on the same day is the same article, and "Weather" of another day or with
// other words is another one. Where there is no text at all, what it shows tells. An
// item that tells the time of its first version says which versions are of one article.
func fingerprint(it *ninjs.Item, arrived time.Time) string {
	if h, first := headline(it), it.FirstCreated.UTC(); h != "" && !first.Equal(first.Truncate(24*time.Hour)) {
		return digest("first", h, first.Format(time.RFC3339))
	}
	parts := []string{"text", headline(it), it.Title, day(it, arrived)}
	for _, b := range it.Bodies {
		if b.ContentType == textPlain {
			parts = append(parts, words(b.Value))
		}
	}
	for _, d := range it.Descriptions {
		parts = append(parts, words(d.Value))
	}
	for _, r := range it.Renditions {
		parts = append(parts, string(r.Href))
	}
	if len(it.Bodies)+len(it.Descriptions)+len(it.Renditions) == 0 {
		for _, a := range it.Associations {
			parts = append(parts, string(a.URI), headline(&a.Item))
		}
	}
	return digest(parts...)
}

// words is a text whose line breaks and spaces say nothing.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }

func day(it *ninjs.Item, arrived time.Time) string {
	for _, t := range []time.Time{it.FirstCreated.Time, it.ContentCreated.Time, it.VersionCreated.Time, arrived} {
		if !t.IsZero() {
			return t.UTC().Format(time.DateOnly)
		}
	}
	return ""
}
