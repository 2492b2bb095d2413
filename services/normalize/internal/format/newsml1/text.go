package newsml1

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

func firstOf(candidates ...string) string {
	for _, s := range candidates {
		if s != "" {
			return s
		}
	}
	return ""
}

// join puts the parts that are not empty together.
func join(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}

// formal is what a controlled value says: its FormalName, else its text, which
// some agencies write instead.
func formal(n *xmltree.Node) string { return firstOf(n.Attr("FormalName"), short(n)) }

// short is the text of an element that holds a word, a number or a date: it is
// asked for again and again, so what is far longer is cut.
func short(n *xmltree.Node) string {
	var b strings.Builder
	writeShort(&b, n)
	return strings.Join(strings.Fields(b.String()), " ")
}

func writeShort(b *strings.Builder, n *xmltree.Node) {
	if n == nil {
		return
	}
	for _, c := range n.Children {
		if b.Len() > 2*maxName {
			return
		}
		b.WriteString(c.Data[:min(len(c.Data), 4*maxName)])
		writeShort(b, c)
	}
}

// word brings a name of a controlled vocabulary to small letters and digits alone:
// "Main Text", "MAIN-TEXT" and "mainText" are the same.
func word(s string) string {
	s = s[:min(len(s), maxWord)]
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + ('a' - 'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c > 127:
			return c
		default:
			return -1
		}
	}, s)
}

// flat is the text of an element on one line.
func flat(n *xmltree.Node) string { return strings.Join(strings.Fields(lines(n)), " ") }

// lines is the text of an element, one line for each paragraph.
func lines(n *xmltree.Node) string {
	var b strings.Builder
	writeLines(&b, n)
	var out []string
	for line := range strings.SplitSeq(b.String(), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

var lineBreaks = strings.NewReplacer("\n", " ", "\r", " ")

func writeLines(b *strings.Builder, n *xmltree.Node) {
	if n == nil {
		return
	}
	for _, c := range n.Children {
		switch {
		case c.IsText():
			b.WriteString(lineBreaks.Replace(c.Data))
		case isBlock(c.Name):
			b.WriteByte('\n')
			writeLines(b, c)
			b.WriteByte('\n')
		default:
			writeLines(b, c)
		}
	}
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(name string) bool {
	switch strings.ToLower(name) {
	case "p", "br", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "hl1", "hl2", "block", "media-caption", "pre", "blockquote":
		return true
	default:
		return false
	}
}

func hasElements(n *xmltree.Node) bool {
	for range n.Elements() {
		return true
	}
	return false
}

func unique(list []string) []string {
	var out []string
	have := map[string]bool{}
	for _, s := range list {
		if !have[s] {
			have[s] = true
			out = append(out, s)
		}
	}
	return out
}

func tooLong(s string) bool { return len(s) > maxName }

// The longest name of a person, a place or a subject, and the longest word of a
// vocabulary, in bytes.
const (
	maxName = 300
	maxWord = 100
)
