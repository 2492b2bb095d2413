package iptc7901

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

// maxNoteLines bounds a note in brackets above the headline.
const maxNoteLines = 12

// longNotes takes the notes in brackets of several lines that stand before the
// headline. Those of one line are told apart with all others there.
func (r *reader) longNotes(text []string) []string {
	for at := 0; at < min(len(text), maxTop); {
		n := longNote(text[at:])
		if n == 0 {
			if line := htmltext.Plain(text[at]); line != "" && !inBrackets(text[at:at+1]) {
				break
			}
			at++
			continue
		}
		line := plainOf(text[at : at+n])
		r.remark(strings.TrimSpace(line[1:len(line)-1]), line)
		text = slices.Concat(text[:at], text[at+n:])
	}
	return text
}

// longNote is how many lines the note takes that the first one begins, 0 if none does:
// it opens a bracket, and one of the next lines ends with the bracket that closes it.
func longNote(lines []string) int {
	depth := 0
	for i, l := range lines[:min(len(lines), maxNoteLines)] {
		l = strings.TrimRight(htmltext.Plain(l), "= ")
		if i == 0 && !strings.HasPrefix(l, "(") {
			return 0
		}
		depth += strings.Count(l, "(") - strings.Count(l, ")")
		if depth <= 0 {
			if i > 0 && strings.HasSuffix(l, ")") {
				return i + 1
			}
			return 0
		}
	}
	return 0
}

func plainOf(lines []string) string {
	return strings.TrimRight(htmltext.Plain(strings.Join(strings.Fields(strings.Join(lines, " ")), " ")), "= ")
}

// inBrackets reports whether lines are one note in brackets.
func inBrackets(lines []string) bool {
	line := plainOf(lines)
	return strings.HasPrefix(line, "(") && strings.HasSuffix(line, ")") && strings.Index(line, ")") == len(line)-1
}

// label takes what stands above the headline and is none: the keyword again, with what
// the agency calls the kind of story above it, and one word above a longer line.
func (r *reader) label(lines []string) []string {
	for i, l := range lines[:max(0, len(lines)-1)] {
		if slug := teleprinter.Slug(r.slug); slug != "" && teleprinter.Slug(l) == slug && i < 2 {
			r.genres(lines[:i])
			return lines[i+1:]
		}
	}
	if len(lines) > 1 && len(strings.Fields(lines[0])) == 1 && len(lines[0]) <= maxLabel && len(strings.Fields(lines[1])) > 3 && !strings.HasSuffix(lines[0], "!") {
		r.genres(lines[:1])
		return lines[1:]
	}
	return lines
}

// maxLabel is how long a label of one word is, in bytes.
const maxLabel = 24

func (r *reader) genres(labels []string) {
	for _, l := range labels {
		r.a.Item.Genres = append(r.a.Item.Genres, ninjs.Genre{Name: strings.TrimRight(l, ": ")})
	}
}
