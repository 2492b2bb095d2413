package names

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// maxGroups bounds how many names an article can have: the comparison of all with
// all is bounded by it.
const maxGroups = 400

// group is a name with all that means the same.
type group struct {
	mention         // the fullest form
	acronym mention // its short form in capitals, if any
	count   int
}

// gather makes groups of mentions: equal ones first, then the short forms join their
// fullest one. They are the reader's.
func (r *reader) gather() []group {
	groups := r.groups[:0]
	for i := range r.mentions {
		m := &r.mentions[i]
		at := slices.IndexFunc(groups, func(g group) bool { return g.class == m.class && r.equal(g.mention, *m) })
		switch {
		case at < 0 && len(groups) == maxGroups:
			continue
		case at < 0:
			at = len(groups)
			groups = append(groups, group{mention: *m})
		case groups[at].style != plain && m.style == plain:
			groups[at].mention = *m
		}
		groups[at].count++
	}
	r.groups = groups
	return r.join(groups)
}

func (r *reader) equal(a, b mention) bool {
	if a.to-a.from != b.to-b.from {
		return false
	}
	for i := range a.to - a.from {
		if r.tokens[a.from+i].Hash != r.tokens[b.from+i].Hash {
			return false
		}
	}
	return true
}

// join lets each short form join the first longer one that it is a form of.
func (r *reader) join(groups []group) []group {
	into := slices.Grow(r.into[:0], len(groups))[:len(groups)]
	r.into = into
	for i := range groups {
		into[i] = -1
		for j := range groups {
			if i != j && groups[i].class == groups[j].class && r.shortens(groups[i].mention, groups[j].mention) {
				into[i] = j
				break
			}
		}
	}
	for i := range groups {
		if into[i] < 0 {
			continue
		}
		to := into[i]
		for n := 0; into[to] >= 0 && n < len(groups); n++ {
			to = into[to]
		}
		groups[to].count += groups[i].count
		if g := groups[i].mention; g.class != tagger.Person && g.style == plain && r.isAcronym(g) {
			groups[to].acronym = groups[i].mention
		}
	}
	kept := groups[:0]
	for i := range groups {
		if into[i] < 0 {
			kept = append(kept, groups[i])
		}
	}
	return kept
}

func (r *reader) isAcronym(m mention) bool {
	return m.to-m.from == 1 && r.tokens[m.from].Shape == token.Acronym
}

// shortens says that a is a shorter form of b.
func (r *reader) shortens(a, b mention) bool {
	n, full := a.to-a.from, b.to-b.from
	if n >= full {
		return false
	}
	if r.isAcronym(a) && full > 1 && (r.initials(a, b) || r.bracketed(a, b)) {
		return a.class != tagger.Person
	}
	switch a.class {
	case tagger.Person:
		return r.shortPerson(a, b)
	case tagger.Organisation:
		return n > 0 && r.within(a, b) == 0 && (n > 1 || r.suffixed(b, a.to-a.from))
	}
	return false
}

// within gives where the words of a stand in b, -1 if they don't.
func (r *reader) within(a, b mention) int {
	n := a.to - a.from
	for at := 0; at+n <= b.to-b.from; at++ {
		if r.equal(a, mention{from: b.from + at, to: b.from + at + n}) {
			return at
		}
	}
	return -1
}

// shortPerson: "Munir" or "Asim" of "Asim Munir", "A. Munir" of "Asim Munir".
func (r *reader) shortPerson(a, b mention) bool {
	at := r.within(a, b)
	return at == 0 || at == b.to-b.from-(a.to-a.from)
}

// suffixed says that b is a company's name whose first words stand alone too: "Ford"
// of "Ford Motor Co".
func (r *reader) suffixed(b mention, words int) bool {
	for i := b.from + words; i < b.to; i++ {
		if !companySuffix(r.word(i)) {
			return false
		}
	}
	return true
}

// companySuffix says that a word ends a company's name and is left out where it is
// called by a short form.
func companySuffix(word string) bool {
	switch strings.TrimSuffix(strings.ToLower(word), ".") {
	case "corp", "inc", "ltd", "co", "plc", "ag", "sa", "nv", "spa", "group", "company", "corporation", "holdings", "motor", "llc":
		return true
	}
	return false
}

// initials says that a has the first letters of b's words.
func (r *reader) initials(a, b mention) bool {
	letters := strings.ReplaceAll(r.word(a.from), ".", "")
	at := 0
	for i := b.from; i < b.to; i++ {
		for part := range strings.SplitSeq(r.word(i), "-") {
			if part == "" || r.tokens[i].Shape == token.Punctuation {
				continue
			}
			if at < len(letters) && part[0] == letters[at] {
				at++
			} else if !linking(part) {
				return false
			}
		}
	}
	return at == len(letters) && at > 1
}

func linking(s string) bool {
	switch s {
	case "of", "and", "the", "for", "de", "in", "on", "e", "'s", "’s", "&":
		return true
	}
	return false
}

// bracketed says that a stands in brackets right after b.
func (r *reader) bracketed(a, b mention) bool {
	for i := range r.mentions {
		m := &r.mentions[i]
		if r.equal(*m, b) && m.to+2 < len(r.tokens) && r.word(m.to) == "(" && r.tokens[m.to+1].Hash == r.tokens[a.from].Hash && r.word(m.to+2) == ")" {
			return true
		}
	}
	return false
}
