package teleprinter

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug is the normal form of a slug, in which takes of one story agree: small
// letters, digits, and one hyphen for whatever stands between them. The cycle of
// an American slug (BC-, AM-, PM-, AP-) goes: it changes from edition to edition.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	slug := b.String()
	for before := ""; before != slug; {
		before, slug = slug, WithoutCycle(slug)
	}
	return slug
}

// WithoutCycle drops the cycle that an American slug begins with.
func WithoutCycle(s string) string {
	if len(s) > 3 && s[2] == '-' {
		switch strings.ToLower(s[:2]) {
		case "bc", "am", "pm", "ap":
			return strings.TrimLeft(s[3:], "- ")
		}
	}
	return s
}

// ID names a story by service, slug and day (YYYY-MM-DD), a further take of it by
// its number too. The parts are joined by full stops, which no part has: a colon
// would make a URI of it. It is empty without a slug; a day that nobody knows is left
// out.
func ID(service, slug, day string, page int) string {
	slug = Slug(slug)
	if slug == "" {
		return ""
	}
	parts := []string{slug}
	if service != "" {
		parts = []string{strings.ToLower(service), slug}
	}
	if day != "" {
		parts = append(parts, day)
	}
	if page > 1 {
		parts = append(parts, "take-"+strconv.Itoa(page))
	}
	return strings.Join(parts, ".")
}

// Targets are the ids that a kill may mean: of each slug, on the day of the kill
// and the day before, since a kill may come after midnight.
func Targets(services, slugs []string, day string) []string {
	var out []string
	seen := map[string]bool{}
	for _, slug := range slugs {
		for _, service := range services {
			for _, d := range []string{day, before(day)} {
				if id := ID(service, slug, d, 0); id != "" && !seen[id] {
					seen[id] = true
					out = append(out, id)
				}
			}
		}
	}
	return out
}

func before(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// Day is the day of a time in a zone, empty for no time.
func Day(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}
