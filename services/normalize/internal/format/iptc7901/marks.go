package iptc7901

import (
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

// withoutMarks drops the marks of ANPA 1312, which some agencies leave in messages of
// this format: a caret before a line above the story, a quad behind it. Lines without
// a caret among them stay as they are.
func withoutMarks(lines []string) []string {
	marked := false
	for _, l := range lines {
		marked = marked || strings.HasPrefix(htmltext.Plain(l), "^")
	}
	if !marked {
		return lines
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		if plain := strings.TrimLeft(l, " "); strings.HasPrefix(plain, "^") {
			l = strings.TrimLeft(plain, "^")
		}
		if trimmed := strings.TrimRight(l, " "); strings.HasSuffix(trimmed, "<") {
			l = strings.TrimRight(trimmed, "<")
		}
		out[i] = l
	}
	return out
}
