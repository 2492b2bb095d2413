package anpa1312

import (
	"regexp"
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
	if n == 0 || n > maxBare || n == len(lines) || !indented(lines[n]) {
		return lines
	}
	marked := strings.HasSuffix(htmltext.Plain(lines[n-1]), "+") // ends a headline
	keyword := isKeyword(htmltext.Plain(lines[0]), r.h.keyword) && (n > 1 || !marked)
	if !marked && (r.h.tabular || !keyword) {
		return lines
	}
	out, head := []string{"^" + r.h.keyword + "<"}, lines[:n]
	if keyword {
		out, head = []string{"^" + lines[0] + "<"}, head[1:]
	}
	headline := make([]string, 0, n)
	for _, l := range head {
		headline = append(headline, htmltext.Plain(l))
	}
	if len(headline) > 0 {
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
		if line := strings.TrimSpace(l); tabular(l) || strings.Contains(line, "   ") || twoGaps.MatchString(line) {
			columns++
		}
	}
	return columns > 1 && 2*columns > all
}

// twoGaps are three columns that stand near each other. Typists put two blanks behind a
// sentence too.
var twoGaps = regexp.MustCompile(`[^.?!:;"' ] {2,}\S.*[^.?!:;"' ] {2,}\S`)

// wrapped is the length in characters from which a line may be wrapped.
const wrapped = 50

// sentenceWords is how many words a line has that can only be a sentence.
const sentenceWords = 8

// prose reports whether lines are text, though the header's code calls them a table: none
// has columns, and a paragraph that begins with an indent goes on in a line without, or is
// a long sentence.
func prose(lines []string) bool {
	found, long := false, false
	for _, l := range lines {
		text := htmltext.Plain(l)
		if tabular(l) {
			return false
		}
		found = found || long && text != "" && !indented(l) && !isAbove(l)
		long = indented(l) && utf8.RuneCountInString(text) >= wrapped
		found = found || long && strings.HasSuffix(text, ".") && len(strings.Fields(text)) >= sentenceWords
	}
	return found
}
