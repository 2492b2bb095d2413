package names

import (
	"strings"
	"unicode"

	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
)

// Found is what an article names.
type Found struct {
	Names []frame.Name
	// Mentions are all places and demonyms in the order of the text, for whoever
	// decides what the places are.
	Mentions []frame.Mention
}

// Find finds the names of an article in English.
func (f *Finder) Find(headline, body string) Found {
	r := f.reader()
	defer f.readers.Put(r)
	r.begin(headline, body)
	f.mark(r)
	f.mend(r)
	return f.found(r)
}

// found gives the mentions as names, each once.
func (f *Finder) found(r *reader) Found {
	found := Found{Mentions: make([]frame.Mention, 0, len(r.mentions))}
	for _, m := range r.mentions {
		if m.class == tagger.Place || m.class == tagger.Other {
			found.Mentions = append(found.Mentions, frame.Mention{Name: r.name(m), At: int(r.tokens[m.from].Start), Other: m.class == tagger.Other})
		}
	}
	groups := r.gather()
	found.Names = make([]frame.Name, 0, len(groups))
	for _, g := range groups {
		if g.class == tagger.Other {
			continue
		}
		n := frame.Name{Name: r.name(g.mention), Kind: kindOf(g.class), Count: g.count}
		if g.acronym.to > 0 {
			n.Acronym = r.name(g.acronym)
		}
		found.Names = append(found.Names, n)
	}
	return found
}

func kindOf(c tagger.Class) frame.NameKind {
	switch c {
	case tagger.Person:
		return frame.Person
	case tagger.Organisation:
		return frame.Organisation
	}
	return frame.Place
}

// name gives a mention as it stands in the text, with single spaces.
func (r *reader) name(m mention) string {
	s := r.text[r.tokens[m.from].Start:r.tokens[m.to-1].End]
	if strings.IndexFunc(s, func(c rune) bool { return c != ' ' && unicode.IsSpace(c) }) < 0 && !strings.Contains(s, "  ") {
		return strings.Clone(s)
	}
	return strings.Join(strings.Fields(s), " ")
}
