package newsmlg2

import (
	"strconv"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// parts makes a component of each part of the content that is described by itself,
// such as the shots of a video.
func (r *reader) parts() {
	number := 0
	for n := range r.root.Path("partMeta") {
		number++
		sub := r.within(n)
		for c := range n.Elements() {
			sub.hint(c)
		}
		sub.settle()
		r.notes(sub)
		it := sub.a.Item
		name := firstOf(attr(n, "partid"), "part-"+strconv.Itoa(number))
		it.Type, it.URI = ninjs.TypeComponent, r.fragment(name)
		if len(it.Headlines)+len(it.Descriptions)+len(it.Renditions)+len(it.Subjects)+len(it.People)+len(it.Places) > 0 || it.Title != "" {
			r.associate(name, "part", it)
		}
	}
}

// fragment names a part within the item.
func (r *reader) fragment(name string) ninjs.URI {
	uri := firstURI(r.a.Item.URI, articleURI(r.in.Provider, r.a.ID))
	if uri == "" || len(uri) > maxShared {
		return ""
	}
	return iri(string(uri) + "#" + name)
}

// hops names the parties that handled the item on its way.
func (r *reader) hops() {
	for n := range r.root.Path("hopHistory", "hop") {
		role := "hop"
		for a := range n.Path("action") {
			role = firstOf(coded(a), role)
		}
		for p := range n.Path("party") {
			r.names.source(r.party(r.concept(p), role))
		}
	}
}
