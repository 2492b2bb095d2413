package names

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// mend applies the rules that a sequence of labels can't know.
func (f *Finder) mend(r *reader) {
	for i := range r.mentions {
		f.trim(r, &r.mentions[i])
	}
	r.mentions = slices.DeleteFunc(r.mentions, func(m mention) bool { return m.from >= m.to || r.nothing(m) || f.ordinary(r, m) })
	f.dateline(r)
	f.demonyms(r)
	f.surePlaces(r)
	r.features()
	r.acronyms()
	r.companies()
	r.surnames()
	r.vote()
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
	for m.from < m.to && f.leads(r, m) {
		m.from++
	}
}

// leads says that the first word of a mention only leads to the name.
func (f *Finder) leads(r *reader, m *mention) bool {
	word := r.word(m.from)
	switch {
	case r.tokens[m.from].Shape == token.Punctuation || possessive(word):
		return true
	case m.to-m.from == 1 || m.class == tagger.Other:
		return false
	case strings.EqualFold(word, "the") || isCalendar(word):
		return true
	}
	return m.class == tagger.Person && (f.isTitle(r, m) || f.isRole(r, m))
}

// isRole says that a person's name begins with a nationality, or with a word that is
// no name: "Belgian King Baudouin", "Instead Whitfield".
func (f *Finder) isRole(r *reader, m *mention) bool {
	hash := r.tokens[m.from].Hash
	kinds := f.lists.Word(hash)
	if kinds&(gazetteer.First|gazetteer.Last) != 0 || r.tokens[m.from].Shape == token.Initial {
		return false
	}
	return kinds&gazetteer.Demonym != 0 || f.tagger.Common(hash) >= 2 || r.word(m.from+1) == "-" && f.tagger.Common(hash) >= 1
}

func possessive(s string) bool {
	return s == "'s" || s == "’s" || s == "'S" || s == "’S" || s == "'"
}

// isTitle says that a person's name begins with a title and not with a first name.
func (f *Finder) isTitle(r *reader, m *mention) bool {
	kinds := f.lists.Word(r.tokens[m.from].Hash)
	return kinds&gazetteer.Title != 0 && (kinds&gazetteer.First == 0 || strings.HasSuffix(r.word(m.from), "."))
}

// nothing says that a mention names nothing.
func (r *reader) nothing(m mention) bool {
	if m.to-m.from > 1 {
		return false
	}
	word := r.word(m.from)
	return r.tokens[m.from].Shape == token.Punctuation || isCalendar(word) || len(strings.Trim(word, ".")) < 2
}

// ordinary says that a mention is a single ordinary word whose capital is that of a
// sentence or headline, or a number with letters as M3.
func (f *Finder) ordinary(r *reader, m mention) bool {
	t := &r.tokens[m.from]
	if m.to-m.from > 1 || m.class == tagger.Other {
		return false
	}
	kinds := f.lists.Word(t.Hash)
	if strings.ContainsAny(r.word(m.from), "0123456789") {
		return kinds&(gazetteer.Org|gazetteer.Team) == 0
	}
	if kinds&(gazetteer.Country|gazetteer.City|gazetteer.Region|gazetteer.Area|gazetteer.Org|gazetteer.Team|gazetteer.First|gazetteer.Last) != 0 {
		return false
	}
	return f.tagger.Common(t.Hash) >= 2 && (m.style != plain || t.Break || m.from > 0 && r.stop(m.from-1))
}

// inhabitants from which a city is known everywhere.
const known = 400_000

// surePlaces are the names of countries and large cities. In an article about sport
// they are teams' too.
func (f *Finder) surePlaces(r *reader) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.class == tagger.Place || m.class == tagger.Other {
			continue
		}
		e, n := f.lists.Longest(r.tokens[m.from:m.to])
		if n != m.to-m.from || len(e.Places) == 0 || e.Kinds&(gazetteer.First|gazetteer.Last|gazetteer.Org) != 0 {
			continue
		}
		p := &e.Places[0]
		sure := p.Kind == gazetteer.Country || p.Capital || p.Population >= known
		if sure && (m.class == tagger.Person || !r.sport) {
			m.class = tagger.Place
		}
	}
}

// features are places and organisations by a word of their name: Gull Island, Port
// Ellery, Ellery Lines.
func (r *reader) features() {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.class != tagger.Person || m.to-m.from < 2 {
			continue
		}
		switch strings.ToLower(r.word(m.to - 1)) {
		case "island", "islands", "river", "lake", "bay", "mountains", "valley", "street", "avenue", "airport", "beach", "county", "province",
			"peninsula", "strait", "canal", "desert", "harbour", "harbor", "gulf", "sea", "ocean", "region", "district":
			m.class = tagger.Place
		case "lines", "airlines", "airways", "ferries", "shipping", "railways", "motors", "industries", "bank", "insurance", "pharmaceuticals",
			"ministry", "university", "institute", "agency", "association", "federation", "union", "council", "committee", "commission", "foundation":
			m.class = tagger.Organisation
		}
		switch strings.ToLower(r.word(m.from)) {
		case "port", "lake", "mount", "cape", "fort", "gulf", "isle":
			m.class = tagger.Place
		}
	}
}

// vote gives all mentions of a name the class that most of them have. In an article
// about sport a town is a team too.
func (r *reader) vote() {
	var counts [5]int
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.class == tagger.Other {
			continue
		}
		counts = [5]int{}
		for j := range r.mentions {
			if r.equal(*m, r.mentions[j]) {
				counts[r.mentions[j].class]++
			}
		}
		best := m.class
		for c := tagger.Person; c <= tagger.Place; c++ {
			if counts[c] > counts[best] && (!r.sport || m.class == tagger.Person || c == tagger.Person) {
				best = c
			}
		}
		m.class = best
	}
}

// isCalendar reports whether a word is a month, a day, or another one that is no name by itself.
func isCalendar(word string) bool {
	var small [longestCalendar]byte
	switch string(lowered(word, &small)) {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
		"i", "the", "a", "and", "but", "he", "she", "it", "they", "we", "in", "on", "at", "mr", "mrs":
		return true
	default:
		return isMonth(word)
	}
}

// isMonth reports whether a word is a month or its abbreviation.
func isMonth(word string) bool {
	var small [longestCalendar]byte
	switch string(lowered(word, &small)) {
	case "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec":
		return true
	default:
		return false
	}
}

// longestCalendar is how many bytes the words of isCalendar have at most.
const longestCalendar = len("september")

// lowered gives a word in lower case and without the stop of an abbreviation, in small where
// it is of ASCII; nothing where it is longer.
func lowered(word string, small *[longestCalendar]byte) []byte {
	word = strings.TrimSuffix(word, ".")
	if len(word) > len(small) {
		return nil
	}
	for i := range len(word) {
		switch c := word[i]; {
		case c >= utf8.RuneSelf:
			return []byte(strings.ToLower(word))
		case c >= 'A' && c <= 'Z':
			small[i] = c | 0x20
		default:
			small[i] = c
		}
	}
	return small[:len(word)]
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
