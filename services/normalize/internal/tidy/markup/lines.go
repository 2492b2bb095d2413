package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

// wrapWidth is the length in characters from which a line of plain text is
// taken to be wrapped: what follows belongs to it. A shorter one was ended on
// purpose.
const wrapWidth = 45

// FromText reads plain text: paragraphs are parted by empty lines, or where
// there are none by indents; what looks like a table becomes pre.
func FromText(source string) Result {
	var b strings.Builder
	for _, block := range blocks(strings.Split(glyph.Clean(source), "\n")) {
		if tabular(block) {
			b.WriteString("<pre>\n")
			b.Write(appendEscaped(nil, []byte(strings.Join(block, "\n")), false))
			b.WriteString("</pre>")
			continue
		}
		b.WriteString("<p>")
		for i, line := range block {
			if i > 0 {
				b.WriteString(joint(block[i-1], line))
			}
			b.Write(appendEscaped(nil, []byte(line), false))
		}
		b.WriteString("</p>")
	}
	return Clean(b.String(), true)
}

// blocks parts lines at empty ones; without any, at indented ones.
func blocks(lines []string) [][]string {
	var out [][]string
	var block []string
	indents := !hasEmptyBetween(lines)
	end := func() {
		if len(block) > 0 {
			out, block = append(out, block), nil
		}
	}
	for _, l := range lines {
		empty := strings.TrimSpace(l) == ""
		if empty || indents && startsParagraph(l) {
			end()
		}
		if !empty {
			block = append(block, strings.TrimRightFunc(l, unicode.IsSpace))
		}
	}
	end()
	return out
}

func hasEmptyBetween(lines []string) bool {
	text := strings.TrimSpace(strings.Join(lines, "\n"))
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) == "" {
			return true
		}
	}
	return false
}

func startsParagraph(line string) bool {
	return (strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t")) && !columns(line)
}

// tabular reports whether most lines of a block stand in columns.
func tabular(block []string) bool {
	n := 0
	for _, l := range block {
		if columns(l) {
			n++
		}
	}
	return n > 1 && 5*n >= 3*len(block)
}

// columns reports whether a line has a tab or three spaces between two words.
func columns(line string) bool {
	line = strings.TrimSpace(line)
	return strings.Contains(line, "\t") || strings.Contains(line, "   ")
}

// joint is what parts two lines of a paragraph.
func joint(before, line string) string {
	if utf8.RuneCountInString(before) >= wrapWidth && !bulleted(line) {
		return " "
	}
	return "<br/>"
}

func bulleted(line string) bool {
	r, size := utf8.DecodeRuneInString(strings.TrimSpace(line))
	return strings.ContainsRune("-*•–—", r) && strings.HasPrefix(strings.TrimSpace(line)[size:], " ")
}
