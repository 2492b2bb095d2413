package newsml1

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// related reads the other items that this one names. A kill with an id of its own
// takes down those that it derives from or cancels.
func (r *reader) related(m *xmltree.Node) {
	for n := range m.Path("DerivedFrom") {
		r.relate(n, "derivedFrom")
	}
	for n := range m.Path("AssociatedWith") {
		r.relate(n, "associatedWith")
	}
	for n := range r.item.Path("Update") {
		r.target(n.Attr("NewsItem"))
	}
	r.main.alt("revisionHistory", m.Child("RevisionHistory").Attr("Href"))
	for n := range m.Path("Property") {
		r.main.property(n)
	}
}

func (r *reader) relate(n *xmltree.Node, rel string) {
	other, kind := n.Attr("NewsItem"), n.Attr("FormalName")
	cancels := strings.HasPrefix(word(kind), "cancel") || strings.HasPrefix(word(kind), "kill") || strings.HasPrefix(word(kind), "delete")
	switch {
	case other == "" && kind == "":
	case other == "":
		r.main.subject(ninjs.Subject{Name: kind, Rel: rel})
	case r.a.Item.PubStatus == ninjs.Canceled && cancels || rel == "derivedFrom" && r.ownKill():
		r.target(other)
	default:
		r.link(&r.a.Item, other, rel, kind)
	}
}

// ownKill reports whether this is a kill that no earlier revision of it was
// published before: then it means another document.
func (r *reader) ownKill() bool {
	previous := r.item.Child("Identification", "NewsIdentifier", "RevisionId").Attr("PreviousRevision")
	n, _ := strconv.Atoi(previous)
	return n == 0 && r.a.Item.PubStatus == ninjs.Canceled
}

// target names what a kill takes down beside itself; only a kill does.
func (r *reader) target(name string) {
	uri, id := reference(name)
	if other := firstOf(string(uri), id); r.a.Item.PubStatus == ninjs.Canceled && other != "" && other != firstOf(string(r.a.Item.URI), r.a.ID) {
		r.a.Targets = append(r.a.Targets, other)
	}
}

// link lists another item, by its name without revision.
func (r *reader) link(it *ninjs.Item, name, rel, title string) {
	if name == "" || strings.HasPrefix(name, "#") {
		return
	}
	uri, id := reference(name)
	other := ninjs.Item{URI: uri, Title: title}
	if name != string(uri) {
		other.AltIDs = []ninjs.AltID{{Role: "id", Value: firstOf(id, name)}}
	}
	r.associate(it, ninjs.Association{Name: strings.ToLower(rel) + "-" + strconv.Itoa(r.links+1), Rel: rel, Item: other})
}
