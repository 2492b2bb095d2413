package tidy

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// writtenBy is a line that names the writer and says nothing else: two names at least
// behind the word that introduces them.
var writtenBy = regexp.MustCompile(`^(?:By|BY|Von|Par|Por) (\p{Lu}[\p{L}.'’-]*(?:(?:,? (?:and|und|et|y|de|van|von|der|bin|al|&))*,? \p{Lu}[\p{L}.'’-]*){1,6})$`)

// maxOpening is how many lines the by-line of a text may stand below its start.
const maxOpening = 4

// written sets who wrote the item, if neither a by-line nor a creator does: from a line of
// its own at the start of the text. The text is not changed.
func written(it *ninjs.Item) {
	if it.By != "" || hasCreator(it) {
		return
	}
	text := plainOf(it)
	for range maxOpening {
		line, rest, more := strings.Cut(strings.TrimLeft(text, " \n"), "\n")
		if m := writtenBy.FindStringSubmatch(strings.TrimSpace(line[:min(len(line), maxByLine)])); m != nil && len(line) <= maxByLine && more {
			it.By = m[1]
			return
		}
		if !more || len(line) > maxLead {
			return
		}
		text = rest
	}
}

func hasCreator(it *ninjs.Item) bool {
	for _, p := range it.People {
		if p.Rel == "creator" || p.Rel == "author" || p.Rel == "byline" {
			return true
		}
	}
	return false
}
