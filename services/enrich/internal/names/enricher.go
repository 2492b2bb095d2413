package names

import (
	"context"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
)

// Mentions is the rel of names that we found.
const Mentions = "mentions"

// Enricher adds people and organisations, and finds the places for a later enricher.
type Enricher struct{ finder *Finder }

// New makes an enricher with the given lists.
func New(lists *gazetteer.Gazetteer) (Enricher, error) {
	f, err := NewFinder(lists)
	return Enricher{f}, err
}

// Name of the enricher.
func (Enricher) Name() string { return "names" }

// Enrich gives the names that the provider did not give. An article in another
// language than English gets its countries alone.
func (e Enricher) Enrich(_ context.Context, a *frame.Article) (frame.Change, error) {
	var found Found
	switch a.Language {
	case "en", contract.Undetermined, "":
		found = e.finder.Find(a.Headline, a.Text)
	default:
		found = e.finder.FindCountries(a.Language, a.Headline, a.Text)
	}
	c := frame.Change{Names: found.Names, Mentions: found.Mentions}
	people, organisations := theirs(a.Item)
	for _, n := range found.Names {
		switch {
		case n.Kind == frame.Person && !people.have(n.Name):
			c.People = append(c.People, ninjs.Person{Name: n.Name, Rel: Mentions})
		case n.Kind == frame.Organisation && !organisations.have(n.Name) && (n.Acronym == "" || !organisations.have(n.Acronym)):
			c.Organisations = append(c.Organisations, ninjs.Organisation{Name: n.Name, Rel: Mentions, Literal: n.Acronym})
		}
	}
	return c, nil
}

// given are names that the article has already, in lower case between spaces.
type given []string

func theirs(item *ninjs.Item) (people, organisations given) {
	for i := range item.People {
		people = append(people, spaced(item.People[i].Name))
	}
	for i := range item.Organisations {
		organisations = append(organisations, spaced(item.Organisations[i].Name), spaced(item.Organisations[i].Literal))
	}
	return people, organisations
}

// spaced makes the words of a name findable in another: of "Munir, Asim" too.
func spaced(name string) string {
	if last, first, ok := strings.Cut(name, ", "); ok && !strings.Contains(first, " ") {
		name = first + " " + last
	}
	return " " + strings.ToLower(strings.Join(strings.Fields(name), " ")) + " "
}

// have says that a name, a longer form or a shorter one of it is given.
func (g given) have(name string) bool {
	name = spaced(name)
	for _, other := range g {
		if len(other) > 2 && (strings.Contains(other, name) || strings.Contains(name, other)) {
			return true
		}
	}
	return false
}
