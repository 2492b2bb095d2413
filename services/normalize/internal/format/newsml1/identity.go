package newsml1

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// identify takes the item's name without its revision, and the revision.
func (r *reader) identify() {
	id := r.item.Child("Identification", "NewsIdentifier")
	text := func(name string) string { return short(id.Child(name)) }
	revision, public, itemID := text("RevisionId"), text("PublicIdentifier"), text("NewsItemId")
	name, said := withoutRevision(public, revision, itemID)
	if name == "" {
		name = join(":", text("ProviderId"), text("DateId"), itemID)
		if name != "" && itemID != "" && !strings.Contains(name, "://") {
			name = "urn:newsml:" + name
		}
	}
	r.a.Item.Version = firstOf(revision, said)
	r.a.Item.URI, r.a.ID = uriOrID(name)
	if public != name {
		r.main.alt("publicIdentifier", public)
	}
	r.main.alt("newsItemId", itemID)
	r.main.source("provider", text("ProviderId"), "")
	r.names()
}

// names reads what people call the item. A NameLabel is its title; some agencies
// have no other slug.
func (r *reader) names() {
	id := r.item.Child("Identification")
	r.a.Item.Title = flat(id.Child("NameLabel"))
	for n := range id.Path("Label") {
		r.main.alt(firstOf(formal(n.Child("LabelType")), "label"), flat(n.Child("LabelText")))
	}
}

// The revision at the end of a public identifier, with a letter if the revision
// holds an update or management data alone (NewsML 1.2, 5.5.1.1).
var endRevision = regexp.MustCompile(`^(\d+)[NUA]?$`)

// withoutRevision takes the revision off a public identifier:
// urn:newsml:provider:date:item:revision. Some agencies write it without; then
// what is last names the item and stays, even if it is a number.
func withoutRevision(public, revision, itemID string) (id, said string) {
	at := strings.LastIndexByte(public, ':')
	if at < 0 {
		return public, ""
	}
	rest, last := public[:at], public[at+1:]
	m := endRevision.FindStringSubmatch(last)
	switch {
	case m == nil:
		return public, ""
	case strings.HasPrefix(strings.ToLower(public), "urn:newsml:"):
		if strings.Count(public, ":") < 5 || revision != "" && m[1] != revision && itemID == last {
			return public, ""
		}
		return rest, m[1]
	case revision == m[1] && itemID != "" && strings.Contains(rest, itemID):
		return rest, m[1]
	default:
		return public, ""
	}
}

// reference is another item's name without its revision, as URI or as id.
func reference(name string) (ninjs.URI, string) {
	id, _ := withoutRevision(strings.TrimSpace(name), "", "")
	return uriOrID(id)
}

// uriOrID tells a URI from an id that merely has a colon in it.
func uriOrID(id string) (ninjs.URI, string) {
	lower := strings.ToLower(id)
	if strings.HasPrefix(lower, "urn:") || strings.HasPrefix(lower, "tag:") || strings.Contains(id, "://") {
		if uri, err := ninjs.ParseURI(id); err == nil {
			return uri, ""
		}
	}
	return "", id
}
