// Package htmltext writes the text of a teleprinter message as HTML: paragraphs of
// wrapped lines, tables whose columns stand as they were set, and what was set in
// bold.
//
// It escapes all that it is given and cleans nothing: package tidy does that. It
// must not decide what a line means.
package htmltext

import (
	"html"
	"strings"
	"unicode/utf8"
)

// The control characters that both formats use in a text. In ANPA 1312 upper
// rail is bold; IPTC 7901 has three fonts, of which the first is the usual one.
const (
	upperRail = '\x0e' // SO
	lowerRail = '\x0f' // SI
	fontOne   = '\x11' // DC1
	fontTwo   = '\x12' // DC2
	fontThree = '\x13' // DC3
	column    = '\x1f' // US, the column break of a table
	field     = '\x1c' // FS, likewise

	// what parts words and means nothing else here
	endOfMedium = '\x19' // EM
	group       = '\x1d' // GS
	record      = '\x1e' // RS
)

// wrapWidth is the length in characters from which a line is taken to be wrapped:
// what follows belongs to it. A shorter one was ended on purpose.
const wrapWidth = 45

// Writer collects the HTML of one text. The zero value is ready.
type Writer struct{ b strings.Builder }

// HTML is what was written.
func (w *Writer) HTML() string { return w.b.String() }

// Empty reports whether nothing was written.
func (w *Writer) Empty() bool { return w.b.Len() == 0 }

// Paragraph writes the lines of one paragraph; wrapped ones are joined.
func (w *Writer) Paragraph(lines ...string) {
	w.block("p", func() {
		before := ""
		for _, line := range lines {
			line = strings.TrimSpace(line)
			if line == "" {
				continue
			}
			if before != "" {
				w.b.WriteString(joint(before, line))
			}
			w.inline(line, false)
			before = line
		}
	})
}

// Strong writes one line in bold.
func (w *Writer) Strong(line string) {
	w.block("p", func() {
		w.b.WriteString("<strong>")
		w.escape(Plain(line))
		w.b.WriteString("</strong>")
	})
}

// Table writes lines whose columns count.
func (w *Writer) Table(lines []string) {
	w.block("pre", func() {
		for i, line := range lines {
			if i > 0 {
				w.b.WriteByte('\n')
			}
			w.inline(strings.TrimRight(line, " \t"), true)
		}
	})
}

// Rule writes a line that parts the text.
func (w *Writer) Rule() { w.b.WriteString("<hr/>") }

func (w *Writer) block(tag string, content func()) {
	w.b.WriteString("<" + tag + ">")
	content()
	w.b.WriteString("</" + tag + ">")
}

// inline writes text with its fonts; a font ends with the line at the latest.
func (w *Writer) inline(s string, table bool) {
	bold, start := false, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != 0x7f || c == '\t' {
			continue
		}
		w.escape(s[start:i])
		start = i + 1
		switch c {
		case upperRail, fontTwo, fontThree:
			w.bold(&bold, true)
		case lowerRail, fontOne:
			w.bold(&bold, false)
		case column, field:
			w.b.WriteByte(gap(table))
		case group, record, endOfMedium:
			w.b.WriteByte(' ')
		}
	}
	w.escape(s[start:])
	w.bold(&bold, false)
}

func gap(table bool) byte {
	if table {
		return '\t'
	}
	return ' '
}

func (w *Writer) bold(now *bool, want bool) {
	if *now == want {
		return
	}
	*now = want
	if want {
		w.b.WriteString("<strong>")
		return
	}
	w.b.WriteString("</strong>")
}

func (w *Writer) escape(s string) {
	if strings.ContainsAny(s, `<>&"'`) {
		s = html.EscapeString(s)
	}
	w.b.WriteString(s)
}

// joint is what parts two lines of a paragraph.
func joint(before, line string) string {
	if utf8.RuneCountInString(before) >= wrapWidth && !bulleted(line) {
		return " "
	}
	return "<br/>"
}

func bulleted(line string) bool {
	r, size := utf8.DecodeRuneInString(line)
	return strings.ContainsRune("-*•–—", r) && strings.HasPrefix(line[size:], " ")
}

// Plain is a line without control characters, its columns parted by spaces.
func Plain(line string) string {
	if strings.IndexFunc(line, isControl) < 0 {
		return strings.TrimSpace(line)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == column || r == field || r == '\t' || r == group || r == record || r == endOfMedium:
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		default:
			return r
		}
	}, line))
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }
