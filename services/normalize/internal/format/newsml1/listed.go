package newsml1

import (
	"strconv"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// references counts the items that a component names, itself or in components within.
func references(n *xmltree.Node) int {
	count := 0
	for c := range n.Descendants("NewsItem", "ContentItem", "NewsItemRef") {
		if c.Name == "NewsItemRef" || c.Name == "NewsItem" {
			count++
		}
	}
	return count
}

// listed reads a component of a package that names other items. What it says is said
// of the item that it names, where that is one: its headline is none of the package.
func (r *reader) listed(p *part, n *xmltree.Node) {
	ref := n.Child("NewsItemRef")
	if ref == nil || references(n) > 1 {
		group := r.newPart(&ninjs.Item{})
		group.newsLines(n)
		for _, h := range group.it.Headlines {
			p.describe("group", h.Value)
		}
		r.inside(p, n)
		return
	}
	member := r.newPart(&ninjs.Item{})
	member.metadata(n)
	name := ref.Attr("NewsItem")
	uri, id := reference(name)
	member.it.URI = uri
	if name != string(uri) {
		member.alt("id", firstOf(id, name))
	}
	member.it.Title = flat(ref.Child("Comment"))
	member.settle()
	r.associate(p.it, ninjs.Association{Name: "member-" + strconv.Itoa(r.links+1), Rel: "member", Item: *member.it})
}
