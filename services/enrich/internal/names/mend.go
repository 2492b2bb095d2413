package names

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// mend applies the rules that a sequence of labels can't know.
func (f *Finder) mend(r *reader) {
	for i := range r.mentions {
		f.trim(r, &r.mentions[i])
	}
	r.mentions = slices.DeleteFunc(r.mentions, func(m mention) bool { return m.from >= m.to || r.nothing(m) })
	f.demonyms(r)
	r.acronyms()
	r.companies()
	r.surnames()
}

// companies are called so without Corp and Ltd too.
func (r *reader) companies() {
	for _, m := range r.mentions {
		short := m
		for short.to > short.from+1 && companySuffix(r.word(short.to-1)) {
			short.to--
		}
		if m.class != tagger.Organisation || short.to == m.to {
			continue
		}
		for i := range r.mentions {
			if r.equal(r.mentions[i], short) {
				r.mentions[i].class = tagger.Organisation
			}
		}
	}
}

// acronyms in brackets after an organisation are organisations.
func (r *reader) acronyms() {
	for _, m := range r.mentions {
		at := m.to + 1
		if m.class != tagger.Organisation || at+1 >= len(r.tokens) || r.word(m.to) != "(" || r.word(at+1) != ")" || r.tokens[at].Shape != token.Acronym {
			continue
		}
		for i := range r.mentions {
			if other := &r.mentions[i]; other.to-other.from == 1 && r.tokens[other.from].Hash == r.tokens[at].Hash {
				other.class = tagger.Organisation
			}
		}
	}
}

// trim takes off what is no part of a name: titles, articles, signs.
func (f *Finder) trim(r *reader, m *mention) {
	for m.from < m.to && (r.tokens[m.to-1].Shape == token.Punctuation || possessive(r.word(m.to-1)) || m.class != tagger.Other && isCalendar(r.word(m.to-1))) {
		m.to--
	}
	for m.from < m.to {
		w := &r.tokens[m.from]
		sign := w.Shape == token.Punctuation || possessive(r.word(m.from))
		title := m.class == tagger.Person && m.to-m.from > 1 && f.isTitle(r, m)
		the := m.to-m.from > 1 && strings.EqualFold(r.word(m.from), "the") && m.class != tagger.Other
		if !sign && !title && !the {
			return
		}
		m.from++
	}
}

func possessive(s string) bool {
	return s == "'s" || s == "’s" || s == "'S" || s == "’S" || s == "'"
}

// isTitle says that a person's name begins with a title and not with a first name.
func (f *Finder) isTitle(r *reader, m *mention) bool {
	kinds := f.lists.Word(r.tokens[m.from].Hash)
	return kinds&gazetteer.Title != 0 && (kinds&gazetteer.First == 0 || strings.HasSuffix(r.word(m.from), "."))
}

// calendar has the words that are no names by themselves.
const calendar = " january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec " +
	"monday tuesday wednesday thursday friday saturday sunday i the a and but he she it they we in on at mr mrs "

// nothing says that a mention names nothing.
func (r *reader) nothing(m mention) bool {
	if m.to-m.from > 1 {
		return false
	}
	word := r.word(m.from)
	return r.tokens[m.from].Shape == token.Punctuation || isCalendar(word) || len(strings.Trim(word, ".")) < 2
}

func isCalendar(word string) bool {
	return len(word) < 12 && strings.Contains(calendar, " "+strings.ToLower(strings.TrimSuffix(word, "."))+" ")
}

// demonyms are no places, organisations or people.
func (f *Finder) demonyms(r *reader) {
	for i := range r.mentions {
		m := &r.mentions[i]
		e, n := f.lists.Longest(r.tokens[m.from:m.to])
		if n == m.to-m.from && e.Kinds&gazetteer.Demonym != 0 && e.Kinds&(gazetteer.Country|gazetteer.Org|gazetteer.First|gazetteer.Last) == 0 {
			m.class = tagger.Other
		}
	}
}

// surnames are people's where the article has the full name.
func (r *reader) surnames() {
	for _, full := range r.mentions {
		if full.class != tagger.Person || full.to-full.from < 2 || full.style != plain {
			continue
		}
		last := r.tokens[full.to-1].Hash
		for i := range r.mentions {
			m := &r.mentions[i]
			if m.to-m.from == 1 && m.class != tagger.Other && r.tokens[m.from].Hash == last {
				m.class = tagger.Person
			}
		}
	}
}
