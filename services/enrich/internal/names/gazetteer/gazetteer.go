// Package gazetteer holds lists of names: cities, regions and countries with their
// places on the map, demonyms, first and last names, organisations and teams, and
// the words that titles and companies' names are made of.
//
// The lists are embedded: gazetteer.tsv.gz is made by collect.mjs from open packages
// (NOTICE names them), own.tsv is vocabulary of our own. The package must not decide
// what a name in a text means.
package gazetteer

import (
	"slices"

	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// Kind is a set of what a name can be.
type Kind uint16

// The kinds.
const (
	City Kind = 1 << iota
	Region
	Country
	Area    // a continent, a sea, a river
	Demonym // Pakistani, Germans
	First
	Last
	Org
	Team
	OrgWord // Corp, Ministry, Rovers
	Title   // Gen., President
	Foreign // a country's name in another language
)

// Located are the kinds that have a country.
const Located = City | Region | Country

// Place is one of the places of a name. A country's point is its capital's; a place
// without a known point has Point false.
type Place struct {
	Country    string // ISO 3166-1 alpha-2
	Lat, Lon   float64
	Population int
	Kind       Kind
	Capital    bool
	Point      bool
}

// Entry is a name's. Places are the most probable first.
type Entry struct {
	Kinds  Kind
	Places []Place
}

// Gazetteer may be used by many goroutines.
type Gazetteer struct {
	table   table
	entries []Entry
}

// Word gives the kinds of a single word.
func (g *Gazetteer) Word(hash uint64) Kind {
	if at := g.table.get(hash); at > 0 {
		return g.entries[at].Kinds
	}
	return 0
}

// Longest gives the longest name that tokens begin with and its number of tokens, 0
// if there is none.
func (g *Gazetteer) Longest(tokens []token.Token) (*Entry, int) {
	return g.longest(0, tokens)
}

// Foreign gives the longest name of a country in a language (ISO 639-1) that tokens
// begin with.
func (g *Gazetteer) Foreign(language string, tokens []token.Token) (*Entry, int) {
	if language == "nb" || language == "nn" {
		language = "no"
	}
	return g.longest(languageToken(language).Hash, tokens)
}

func (g *Gazetteer) longest(hash uint64, tokens []token.Token) (found *Entry, length int) {
	for i := range tokens {
		if i == 0 && hash == 0 {
			hash = tokens[0].Hash
		} else {
			hash = token.Join(hash, tokens[i].Hash)
		}
		at := g.table.get(hash)
		if at == missing || i > 0 && tokens[i].Break {
			break
		}
		if at > 0 {
			found, length = &g.entries[at], i+1
		}
	}
	return found, length
}

func phrase(tokens []token.Token) uint64 {
	hash := tokens[0].Hash
	for i := 1; i < len(tokens); i++ {
		hash = token.Join(hash, tokens[i].Hash)
	}
	return hash
}

// Lookup gives the entry of a name, nil if there is none.
func (g *Gazetteer) Lookup(name string) *Entry {
	var room [8]token.Token
	tokens := token.Split(name, true, room[:0])
	if len(tokens) == 0 {
		return nil
	}
	if at := g.table.get(phrase(tokens)); at > 0 {
		return &g.entries[at]
	}
	return nil
}

// sortPlaces puts the most probable place of each name first: a country, then a
// capital or a region, then by population.
func (g *Gazetteer) sortPlaces() {
	for i := range g.entries {
		slices.SortStableFunc(g.entries[i].Places, func(a, b Place) int { return b.weight() - a.weight() })
	}
}

func (p *Place) weight() int {
	switch {
	case p.Kind == Country:
		return 1 << 30
	case p.Capital:
		return p.Population + 5_000_000
	case p.Kind == Region:
		return 400_000
	}
	return p.Population
}
