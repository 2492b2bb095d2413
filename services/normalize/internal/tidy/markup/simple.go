package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

// isSimple reports whether a source holds nothing but text and tags without
// attributes that readSimple knows: most agencies' bodies do.
func isSimple(source string) bool {
	for {
		i := strings.IndexByte(source, '<')
		if i < 0 {
			return true
		}
		a, _, n := simpleTag(source[i:])
		if a == 0 {
			return false
		}
		source = source[i+n:]
	}
}

// readSimple reads what isSimple says yes to, as read would, in half the time.
func (w *writer) readSimple(source string, xhtml bool) {
	for source != "" {
		text, _, _ := strings.Cut(source, "<")
		if source = source[len(text):]; text != "" {
			w.text(glyph.Clean(unescape(text)))
			continue
		}
		a, end, n := simpleTag(source)
		source = source[n:]
		switch {
		case !end:
			w.start(a, "")
		case a != atom.Br || !xhtml:
			w.end(a)
		}
	}
	w.popTo(0)
}

// unescape does what html.UnescapeString does, and most texts hold only what XML
// has a name for.
func unescape(s string) string {
	at := strings.IndexByte(s, '&')
	if at < 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for rest := s; ; at = strings.IndexByte(rest, '&') {
		if at < 0 {
			out.WriteString(rest)
			return out.String()
		}
		c, n := named(rest[at:])
		if n == 0 {
			return html.UnescapeString(s)
		}
		out.WriteString(rest[:at])
		out.WriteByte(c)
		rest = rest[at+n:]
	}
}

// named reads one of XML's named references at the start of s, and how long it is;
// n is 0 for anything else.
func named(s string) (c byte, n int) {
	switch {
	case strings.HasPrefix(s, "&amp;"):
		return '&', len("&amp;")
	case strings.HasPrefix(s, "&lt;"):
		return '<', len("&lt;")
	case strings.HasPrefix(s, "&gt;"):
		return '>', len("&gt;")
	case strings.HasPrefix(s, "&quot;"):
		return '"', len("&quot;")
	case strings.HasPrefix(s, "&apos;"):
		return '\'', len("&apos;")
	default:
		return 0, 0
	}
}

// simpleTag reads a tag without attributes at the start of s, and how long it is;
// a is 0 for any other.
func simpleTag(s string) (a atom.Atom, end bool, n int) {
	const longest = len("</blockquote>")
	n = strings.IndexByte(s[:min(len(s), longest)], '>')
	if n < 2 {
		return 0, false, 0
	}
	name := s[1:n]
	n++
	if name[0] == '/' {
		name, end = name[1:], true
	}
	switch name {
	case "p":
		return atom.P, end, n
	case "br", "br/", "br /":
		return atom.Br, end, n
	case "b":
		return atom.B, end, n
	case "i":
		return atom.I, end, n
	case "em":
		return atom.Em, end, n
	case "strong":
		return atom.Strong, end, n
	case "h1":
		return atom.H1, end, n
	case "h2":
		return atom.H2, end, n
	case "h3":
		return atom.H3, end, n
	case "h4":
		return atom.H4, end, n
	case "ul":
		return atom.Ul, end, n
	case "ol":
		return atom.Ol, end, n
	case "li":
		return atom.Li, end, n
	case "div":
		return atom.Div, end, n
	case "blockquote":
		return atom.Blockquote, end, n
	case "table":
		return atom.Table, end, n
	case "tbody":
		return atom.Tbody, end, n
	case "tr":
		return atom.Tr, end, n
	case "td":
		return atom.Td, end, n
	case "th":
		return atom.Th, end, n
	default:
		return 0, false, 0
	}
}
