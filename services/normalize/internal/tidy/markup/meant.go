package markup

import (
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"
)

var (
	tagSyntax = regexp.MustCompile(`</?([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)/?>`)
	// attributes as a writer of markup gives them: a name with a value, or one alone that
	// HTML has
	attributesSyntax = regexp.MustCompile(`(?i)^(?:\s+(?:[a-z_:][\w:.-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+)|hidden|itemscope|async|defer))*\s*/?$`)
)

// HasTags reports whether a line of text, such as a headline, holds tags of HTML that are
// meant as such.
func HasTags(s string) bool {
	if strings.IndexByte(s, '<') < 0 {
		return false
	}
	found := false
	eachTag(s, func(_, _ int, meant bool) { found = found || meant })
	return found
}

// EscapeOthers escapes what looks like a tag in a line of text and is none: "a<b and c>d",
// "List<String>", "the <video> element".
func EscapeOthers(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return s
	}
	var b strings.Builder
	done := 0
	eachTag(s, func(from, to int, meant bool) {
		b.WriteString(strings.ReplaceAll(s[done:from], "<", "&lt;"))
		if done = to; meant {
			b.WriteString(s[from:to])
			return
		}
		b.WriteString("&lt;" + s[from+1:to])
	})
	return b.String() + strings.ReplaceAll(s[done:], "<", "&lt;")
}

// eachTag gives what looks like a tag of HTML, and whether it is meant: those of formatting
// always, others where both of a pair are there.
func eachTag(s string, yield func(from, to int, meant bool)) {
	open, closed := map[string]int{}, map[string]int{}
	tags := tagSyntax.FindAllStringSubmatchIndex(s, -1)
	for _, m := range tags {
		if name := strings.ToLower(s[m[2]:m[3]]); s[m[0]+1] == '/' {
			closed[name]++
		} else {
			open[name]++
		}
	}
	for _, m := range tags {
		name, attrs := strings.ToLower(s[m[2]:m[3]]), s[m[4]:m[5]]
		paired := open[name] > 0 && closed[name] > 0
		known := atom.Lookup([]byte(name)) != 0
		yield(m[0], m[1], known && attributesSyntax.MatchString(attrs) && (paired || standsAlone(name, attrs)))
	}
}

// standsAlone reports whether a tag without its pair is meant as markup.
func standsAlone(name, attrs string) bool {
	switch atom.Lookup([]byte(name)) {
	case atom.Img:
		return strings.Contains(attrs, "=")
	case atom.P, atom.Br, atom.B, atom.I, atom.Em, atom.Strong, atom.U, atom.A, atom.Span, atom.Div, atom.Font, atom.Sub, atom.Sup,
		atom.Small, atom.Big, atom.Ul, atom.Ol, atom.Li, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr, atom.Wbr,
		atom.Td, atom.Tr, atom.Blockquote, atom.Script, atom.Style:
		return true
	default:
		return false
	}
}
