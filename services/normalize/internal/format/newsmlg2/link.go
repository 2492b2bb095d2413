package newsmlg2

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// link reads a link from the item to another one or to a page, as an association in
// that relation.
func (r *reader) link(n *xmltree.Node) {
	rel := firstOf(codeAttr(n, "rel"), "seeAlso")
	r.refer(n, rel, rel)
}

// refer makes an association of what a link or a reference points at, with what is
// said of it there.
func (r *reader) refer(n *xmltree.Node, name, rel string) {
	target := firstOf(attr(n, "residref"), attr(n, "guidref"), attr(n, "href"))
	sub := r.within(n)
	sub.target(n, target)
	for c := range n.Elements() {
		sub.hint(c)
	}
	for _, part := range []string{"itemMeta", "contentMeta"} {
		for c := range under(n, part) {
			sub.hint(c)
		}
	}
	for c := range under(n, "rightsInfo") {
		sub.right(c)
	}
	sub.settle()
	if member := r.msg.members[target]; member != nil && member != r.root {
		enrich(&sub.a.Item, r.memberSays(member))
	}
	r.notes(sub)
	it := sub.a.Item
	if target == "" && len(it.Headlines)+len(it.Renditions) == 0 && it.Title == "" {
		return
	}
	r.associate(name, rel, it)
}

// hint reads a property of what is referred to. Its links are not followed.
func (r *reader) hint(n *xmltree.Node) {
	switch n.Name {
	case "link":
	case "pubStatus":
		if status, ok := statusOf(coded(n)); ok && status != embargoed {
			r.a.Item.PubStatus = status
		}
	case "embargoed":
		r.a.Item.EmbargoedUntil = r.dateOf(n)
	case "language":
		r.a.Item.Language = firstOf(r.a.Item.Language, attr(n, "tag"))
	case "remoteContent":
		r.rendition(n, "remote")
	default:
		r.property(n)
	}
}

// target takes the identity of what is pointed at. An item that we know only by an
// id goes by the uri that its article gets.
func (r *reader) target(n *xmltree.Node, target string) {
	it := &r.a.Item
	it.Version = attr(n, "version")
	if target == "" {
		return
	}
	name := identity.Reference(target, it.Version, r.revised)
	if name != target {
		r.alt("guid", target)
	}
	var id string
	if it.URI, id = uriOrID(name); it.URI == "" {
		if attr(n, "residref") == "" && attr(n, "guidref") == "" {
			it.URI = r.address(target)
		} else {
			it.URI = articleURI(r.in.Provider, id)
		}
		r.alt("id", id)
	}
	media := attr(n, "contenttype")
	href := r.address(attr(n, "href"))
	switch {
	case href == "" || href == it.URI && media == "":
	case strings.Contains(media, "iptc"):
		r.alt("href", string(href))
	case media != "":
		r.rendition(n, "original")
	case target != attr(n, "href"): // a page, beside the name by which it goes
		r.rendition(n, "web")
	}
	if it.Type == "" {
		it.Type = majorType(media)
	}
}

// articleURI is the uri that package tidy makes of an id, so that who reads the
// list of a package finds the article; empty where that is no plain id.
func articleURI(provider, id string) ninjs.URI {
	if id == "" || len(id) > 300 || provider == "" {
		return ""
	}
	const kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:"
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(id) {
		if c := id[i]; strings.IndexByte(kept, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
		}
	}
	return iri("urn:wireroom:" + provider + ":" + b.String())
}

// memberSays reads the metadata of another item of the message, once.
func (r *reader) memberSays(member *xmltree.Node) ninjs.Item {
	if it, ok := r.msg.told[member]; ok {
		return it
	}
	m := r.msg.reader(member)
	for _, part := range []string{"itemMeta", "contentMeta"} {
		for n := range under(member, part) {
			m.hint(n)
		}
	}
	m.settle()
	r.msg.told[member] = m.a.Item
	return m.a.Item
}

// enrich fills what a reference leaves out with what its target says: enough to
// show it.
func enrich(it *ninjs.Item, from ninjs.Item) {
	if len(it.Headlines) == 0 && len(from.Headlines) > 0 && len(from.Headlines[0].Value) <= maxShared {
		it.Headlines = []ninjs.Text{from.Headlines[0]}
	}
	if len(from.Title)+len(from.Slugline) <= maxShared {
		it.Title, it.Slugline = firstOf(it.Title, from.Title), firstOf(it.Slugline, from.Slugline)
	}
	if it.Type == "" {
		it.Type = from.Type
	}
	if it.PubStatus == "" {
		it.PubStatus = from.PubStatus
	}
	if it.VersionCreated.IsZero() {
		it.VersionCreated = from.VersionCreated
	}
}

// associate adds an association under a name of its own.
func (r *reader) associate(name, rel string, it ninjs.Item) {
	if len(r.a.Item.Associations) >= maxAssociations {
		r.note("too many associations: the others were left out")
		return
	}
	r.a.Item.Associations = append(r.a.Item.Associations, ninjs.Association{Name: unique(r.associationNames, name), Rel: rel, Item: it})
}

// unique numbers a name that is taken.
func unique(taken map[string]int, name string) string {
	taken[name]++
	if n := taken[name]; n > 1 {
		return unique(taken, name+"-"+strconv.Itoa(n))
	}
	return name
}

func (r *reader) notes(sub *reader) {
	for _, n := range sub.a.Notes {
		r.note(n)
	}
}

// address is an absolute URI, resolved if the delivery has a base.
func (r *reader) address(href string) ninjs.URI {
	if href == "" {
		return ""
	}
	u, err := url.Parse(href)
	if err != nil {
		return iri(href)
	}
	if !u.IsAbs() {
		base, err := url.Parse(r.in.BaseURL)
		if err != nil || !base.IsAbs() {
			return ""
		}
		u = base.ResolveReference(u)
		return iri(u.String())
	}
	return iri(href)
}
