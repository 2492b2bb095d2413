package names

import (
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// spell gives the tokens of a headline with the shapes that they would have in a
// sentence.
func (f *Finder) spell(r *reader, s sentence) []token.Token {
	r.copies = append(r.copies[:0], r.tokens[s.from:s.to]...)
	known := 0 // tokens that a known name goes on for
	for i := range r.copies {
		t := &r.copies[i]
		if !t.Shape.Capital() {
			known = max(known-1, 0)
			continue
		}
		if known == 0 {
			known = f.knownName(r, s.from+i, s.to)
		}
		t.Shape = f.shape(r, t, s.style, known > 0, i == 0)
		known = max(known-1, 0)
	}
	return r.copies
}

// knownName gives the length of the name of a place or organisation that begins at a
// token: one that a common word is not taken for.
func (f *Finder) knownName(r *reader, at, to int) int {
	e, n := f.lists.Longest(r.tokens[at:to])
	const sure = gazetteer.Country | gazetteer.Org | gazetteer.Demonym | gazetteer.Area
	if n > 1 && e.Kinds&(sure|gazetteer.Team|gazetteer.City|gazetteer.Region) != 0 {
		return n
	}
	if n == 1 && e.Kinds&sure != 0 && f.tagger.Common(r.tokens[at].Hash) < 2 {
		return 1
	}
	return 0
}

// shape guesses how a word of a headline would be spelt in a sentence.
func (f *Finder) shape(r *reader, t *token.Token, st style, known, first bool) token.Shape {
	seen := *r.seen.at(t.Hash)
	word := t.Text(r.text)
	switch {
	case st == titled && t.Shape == token.Acronym:
		return token.Acronym
	case seen&seenAcronym != 0:
		return token.Acronym
	case seen&seenCapital != 0:
		return token.Capitalised
	case known && st == capitals && len(word) <= 4:
		return token.Acronym
	case known:
		return token.Capitalised
	case seen&seenLower != 0 || f.tagger.Common(t.Hash) > 0:
		if first {
			return token.Capitalised
		}
		return token.Lower
	case st == titled || t.Shape == token.Initial:
		return t.Shape
	case t.Shape == token.Hyphenated:
		return token.Hyphenated
	}
	return token.Capitalised
}
