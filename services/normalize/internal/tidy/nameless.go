package tidy

import (
	"slices"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// named drops the entries that name nothing: neither a name nor a uri nor a literal,
// nor what else tells who or what is meant.
func named(it *ninjs.Item, n *notes) {
	before := entries(it)
	it.InfoSources = slices.DeleteFunc(it.InfoSources, func(e ninjs.InfoSource) bool { return e.Name+e.Literal == "" && e.URI == "" })
	it.Subjects = slices.DeleteFunc(it.Subjects, func(e ninjs.Subject) bool { return e.Name+e.Literal == "" && e.URI == "" })
	it.Genres = slices.DeleteFunc(it.Genres, func(e ninjs.Genre) bool { return e.Name+e.Literal+e.URI == "" })
	it.People = slices.DeleteFunc(it.People, func(e ninjs.Person) bool { return e.Name+e.Literal == "" && e.URI == "" })
	it.Organisations = slices.DeleteFunc(it.Organisations, func(e ninjs.Organisation) bool {
		return e.Name+e.Literal == "" && e.URI == "" && len(e.Symbols) == 0
	})
	it.Places = slices.DeleteFunc(it.Places, func(e ninjs.Place) bool {
		return e.Name+e.Literal == "" && e.URI == "" && len(e.GeoJSON) == 0 && len(e.ContactInfo) == 0
	})
	it.Events = slices.DeleteFunc(it.Events, func(e ninjs.Event) bool { return e.Name+e.Literal == "" && e.URI == "" })
	it.Objects = slices.DeleteFunc(it.Objects, func(e ninjs.Object) bool { return e.Name+e.Literal == "" && e.URI == "" })
	if entries(it) != before {
		n.add("entries without a name were left out")
	}
}

func entries(it *ninjs.Item) int {
	return len(it.InfoSources) + len(it.Subjects) + len(it.Genres) + len(it.People) + len(it.Organisations) + len(it.Places) + len(it.Events) + len(it.Objects)
}
