package analyze

import "strings"

// maxKnown is how many words a cutter keeps the terms of.
const maxKnown = 8192

// Cutter cuts many texts: it keeps the terms of words that it has met, as most words of a
// text are. The zero value is ready for use, by one at a time.
type Cutter struct{ known [2]map[string][]string }

// Words is the function of that name. The terms must not be changed.
func (c *Cutter) Words(text string, kind Kind, each func(Word) bool) {
	cutWords(text, kind, c.terms, each)
}

func (c *Cutter) terms(word string, kind Kind) []string {
	known := &c.known[0]
	if kind == English {
		known = &c.known[1]
	}
	if found, ok := (*known)[word]; ok {
		return found
	}
	if *known == nil || len(*known) >= maxKnown {
		*known = make(map[string][]string)
	}
	made := terms(word, kind)
	if len(word) <= maxWord {
		(*known)[strings.Clone(word)] = made
	}
	return made
}
