package anpa1312

import (
	"strings"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

// maxBare is how many lines without a caret may stand above a story.
const maxBare = 4

// bare marks the lines above the story with a caret where the sender uses none, as
// Asian agencies do: the keyword again, and the headline, before a story whose
// paragraphs are indented.
func (r *reader) bare(lines []string) []string {
	lines = dropEmpty(lines)
	n := 0
	for n < len(lines) && htmltext.Plain(lines[n]) != "" && !indented(lines[n]) && !isAbove(lines[n]) {
		n++
	}
	if n == 0 || n > maxBare || n == len(lines) || !indented(lines[n]) || r.h.tabular || !isKeyword(htmltext.Plain(lines[0]), r.h.keyword) {
		return lines
	}
	out := []string{"^" + lines[0] + "<"}
	if n > 1 {
		headline := make([]string, 0, n-1)
		for _, l := range lines[1:n] {
			headline = append(headline, htmltext.Plain(l))
		}
		out = append(out, "^"+strings.TrimRight(strings.Join(headline, " "), "+ ")+"<")
	}
	return append(out, lines[n:]...)
}

// table reports whether the lines below those with a caret are a table, though no code
// of the header says so: most of them stand in columns.
func table(lines []string) bool {
	columns, all := 0, 0
	for _, l := range lines {
		if text := htmltext.Plain(l); text == "" || isAbove(l) || rule(text) {
			continue
		}
		all++
		if line := strings.TrimSpace(l); tabular(l) || strings.Contains(line, "   ") {
			columns++
		}
	}
	return columns > 1 && 2*columns > all
}

// wrapped is the length in characters from which a line may be wrapped.
const wrapped = 50

// prose reports whether lines are wrapped text, though the header's code calls them a
// table: none has columns, and a paragraph that begins with an indent goes on in a line
// without.
func prose(lines []string) bool {
	found, long := false, false
	for _, l := range lines {
		text := htmltext.Plain(l)
		if tabular(l) {
			return false
		}
		found = found || long && text != "" && !indented(l) && !isAbove(l)
		long = indented(l) && utf8.RuneCountInString(text) >= wrapped
	}
	return found
}
