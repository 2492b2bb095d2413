package names

import (
	"slices"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// longestDateline is how many tokens a dateline's place and what follows it may have.
const longestDateline = 12

// dateline makes the place that a story is filed from a place: what stands at the
// beginning of one of the first sentences, in capitals, before a comma and a date, or
// before a dash.
func (f *Finder) dateline(r *reader) {
	for _, s := range r.sentences[:min(len(r.sentences), 3)] {
		n := f.filedFrom(r, s)
		if n == 0 {
			continue
		}
		place := mention{from: s.from, to: s.from + n, class: tagger.Place}
		r.mentions = slices.DeleteFunc(r.mentions, func(m mention) bool { return m.from < place.to && m.to > place.from })
		at, _ := slices.BinarySearchFunc(r.mentions, place.from, func(m mention, from int) int { return m.from - from })
		r.mentions = slices.Insert(r.mentions, at, place)
		for i := range r.mentions { // nobody is called like the place
			if m := &r.mentions[i]; m.class == tagger.Person && r.equal(*m, place) {
				m.class = tagger.Place
			}
		}
		return
	}
}

// filedFrom gives the number of tokens of the place that a sentence's dateline
// begins with, 0 if it has none.
func (f *Finder) filedFrom(r *reader, s sentence) int {
	n := 0
	for s.from+n < s.to && n < 4 && r.capitals(s.from+n) {
		n++
	}
	if n == 0 || s.from+n == s.to {
		return 0
	}
	next := s.from + n
	switch r.word(next) {
	case ",":
		if f.dated(r, next+1, s.to) {
			return n
		}
	case "-", "–", "—", "--", "(":
		if e, known := f.lists.Longest(r.tokens[s.from:next]); known == n && e.Kinds&gazetteer.Located != 0 {
			return n
		}
	}
	return 0
}

// capitals says that a token is a word in capitals, St. included.
func (r *reader) capitals(i int) bool {
	switch r.tokens[i].Shape {
	case token.Acronym, token.Initial:
		return true
	}
	return r.word(i) == "St."
}

// dated says that a month or a dash comes soon.
func (f *Finder) dated(r *reader, from, to int) bool {
	for i := from; i < min(to, from+longestDateline); i++ {
		if isMonth(r.word(i)) || r.word(i) == "-" || r.word(i) == "(" {
			return true
		}
		if r.tokens[i].Shape == token.Lower {
			return false
		}
	}
	return false
}
