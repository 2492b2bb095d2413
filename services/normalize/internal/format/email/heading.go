package email

import (
	"bytes"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/plaintext"
)

// The bounds of what is looked through for labels: lines of markup, and bytes after which
// the pieces of a line are no label's.
const (
	maxHeading      = 40
	maxHeadingBytes = 1000
)

// heading reads the labelled lines that a mail's only text begins with ("Slug: ferry"), and
// takes them out of its bodies. No article where there are none.
func (m *message) heading(bodies format.Article) []format.Article {
	if len(m.sections) != 1 {
		return nil
	}
	s := m.sections[0]
	first := s.text
	if s.html != "" {
		first = strings.Join(linesOf(s.html), "\n")
	}
	a, lines, ok := plaintext.Heading(first, m.in)
	if !ok {
		return nil
	}
	for _, b := range bodies.Item.Bodies {
		if b.ContentType == "text/html" {
			b.Value = withoutLines(b.Value, lines)
		} else {
			b.Value = belowLines(b.Value, lines)
		}
		a.Item.Bodies = append(a.Item.Bodies, b)
	}
	return []format.Article{a}
}

// belowLines is a plain text without its first lines; empty ones don't count.
func belowLines(text string, n int) string {
	for ; n > 0 && text != ""; text = strings.TrimLeft(text, "\n") {
		line, rest, _ := strings.Cut(text, "\n")
		if strings.TrimSpace(line) != "" {
			n--
		}
		text = rest
	}
	return text
}

// markupLines tells where the lines of a markup are, as it is shown: each block and line
// break begins one. hidden is the element whose text is not shown.
type markupLines struct {
	z      *xhtml.Tokenizer
	hidden atom.Atom
}

// next gives the next token and what it is: the text that is shown (with single spaces), or
// the beginning of a line. False at the end.
func (l *markupLines) next() (text string, begins, ok bool) {
	switch l.z.Next() {
	case xhtml.ErrorToken:
		return "", false, false
	case xhtml.TextToken:
		if l.hidden == 0 {
			// Text gives the token up: who needs the raw bytes takes them before
			return strings.Join(strings.Fields(xhtml.UnescapeString(string(l.z.Raw()))), " "), false, true
		}
	case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
		switch a := l.tag(); a {
		case atom.Script, atom.Style, atom.Title:
			l.hidden = a
		case atom.P, atom.Br, atom.Div, atom.Tr, atom.Li, atom.H1, atom.H2, atom.H3, atom.H4, atom.Table, atom.Ul, atom.Ol, atom.Blockquote:
			return "", true, true
		}
	case xhtml.EndTagToken:
		if l.tag() == l.hidden {
			l.hidden = 0
		}
	}
	return "", false, true
}

func (l *markupLines) tag() atom.Atom {
	name, _ := l.z.TagName()
	return atom.Lookup(name)
}

// linesOf gives the first lines that a markup shows.
func linesOf(markup string) []string {
	l := &markupLines{z: xhtml.NewTokenizer(strings.NewReader(markup))}
	var out []string
	line := ""
	for len(out) < maxHeading {
		text, begins, ok := l.next()
		if text != "" {
			line = strings.TrimSpace(line + " " + text)
		}
		long := len(line) > maxHeadingBytes
		if (begins || !ok || long) && line != "" {
			out, line = append(out, line), ""
		}
		if !ok || long {
			break
		}
	}
	return out
}

// withoutLines leaves out the text of the first lines of a markup, and keeps its elements.
func withoutLines(markup string, n int) string {
	var out bytes.Buffer
	l := &markupLines{z: xhtml.NewTokenizer(strings.NewReader(markup))}
	inLine := false
	for {
		text, begins, ok := l.next()
		if begins && inLine {
			n, inLine = n-1, false
		}
		if n <= 0 || !ok {
			out.Write(l.z.Raw())
			break
		}
		if text != "" {
			inLine = true
		} else {
			out.Write(l.z.Raw())
		}
	}
	for l.z.Next() != xhtml.ErrorToken {
		out.Write(l.z.Raw())
	}
	return out.String()
}
