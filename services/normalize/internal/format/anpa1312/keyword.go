package anpa1312

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// keyword is the keyword line: cycle, slug, version words, reference number,
// count of words: "PM-Air Fares, 1st Ld-1st Add, a0584".
type keyword struct {
	written   string // cycle and slug as they were sent
	full      string // the slug without its cycle
	prefix    string // region or supplemental category: "US" of "US--Air Fares"
	version   string // the version words as they were sent
	reference string // the number of the story that this one belongs to
}

var (
	doublePrefix    = regexp.MustCompile(`^([A-Z]{2,3})--(\S.*)$`)
	referenceSyntax = regexp.MustCompile(`^[a-zA-Z]\d{3,4}$`)
	countSyntax     = regexp.MustCompile(`^\d{1,5}(?:-\d{1,5})?$`)
	cycleSyntax     = regexp.MustCompile(`^(?i:BC|AM|PM|AP)-`)
	lineNumber      = regexp.MustCompile(`^\*?\d{3,5}\s*<\s*\^?\s*`)
)

// readKeyword reads a keyword line, and what its version words say.
func readKeyword(line string) (keyword, teleprinter.Sign) {
	line = strings.ToValidUTF8(line[:min(len(line), maxHeader)], "")
	line = strings.Trim(lineNumber.ReplaceAllString(strings.Trim(line, "^ "), ""), "^<= ")
	fields := strings.Split(line, ",")
	slug, sign := teleprinter.Split(fields[0])
	k := keyword{written: slug, version: strings.Trim(strings.TrimPrefix(strings.TrimSpace(fields[0]), slug), " ,(")}
	for _, f := range fields[1:] {
		f = strings.TrimSpace(f)
		s, ok := teleprinter.Line(f)
		switch {
		case f == "", countSyntax.MatchString(f):
		case referenceSyntax.MatchString(f):
			k.reference = f
		case ok:
			sign.Merge(s)
			k.version = strings.Trim(k.version+" "+f, " ")
		case k.version == "" && len(fields) > 2:
			// a slug with a comma in it
			k.written += ", " + f
		default:
			k.version = strings.Trim(k.version+" "+f, " ")
		}
	}
	k.full = strings.TrimSpace(teleprinter.WithoutCycle(k.written))
	if m := doublePrefix.FindStringSubmatch(k.full); m != nil {
		k.prefix = m[1]
	}
	return k, sign
}

// topic is the slug without region or supplemental category.
func (k keyword) topic() string {
	if m := doublePrefix.FindStringSubmatch(k.full); m != nil {
		return strings.TrimSpace(m[2])
	}
	return k.full
}

// slugline is the topic, up to the further words that only the text's keyword line
// has room for: "Argentina-Cancer" of "LT--Argentina-Cancer Beauty". A
// supplemental category stays, since it is part of what desks call the story.
func (k keyword) slugline() string {
	topic := k.topic()
	if head, _, ok := strings.Cut(topic, " "); ok && strings.Contains(strings.Trim(head, "-"), "-") {
		topic = head
	}
	if len(k.prefix) == 3 {
		return k.prefix + "--" + topic
	}
	return topic
}

// isKeyword reports whether the first line of a text is the keyword line: it has
// a cycle, or is the header's keyword at full length.
func isKeyword(line, header string) bool {
	line = strings.Trim(lineNumber.ReplaceAllString(strings.Trim(line, "^ "), ""), "^<= ")
	if cycleSyntax.MatchString(line) {
		return true
	}
	short, _ := teleprinter.Split(header)
	want, have := compact(short), compact(line)
	return len(want) >= 4 && strings.HasPrefix(have, want[:max(4, len(want)-2)])
}

// compact is a slug without anything between its letters: headers leave the
// spaces out.
func compact(s string) string { return strings.ReplaceAll(teleprinter.Slug(s), "-", "") }
