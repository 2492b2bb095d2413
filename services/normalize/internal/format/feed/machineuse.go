package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// statement is what a feed or an item says that machines may do with its text.
type statement struct {
	licenses []*xmltree.Node // rsl:content
	use      machineuse.Use
	notes    []string
}

func doc(x extensions, links []link) statement {
	var s statement
	for _, c := range x["rsl"]["content"] {
		s.licenses = append(s.licenses, c.node)
	}
	s.use, s.notes = machineuse.TDM(firstOf(value(x["tdm"], "reservation"), value(x["tdm"], "tdm-reservation")),
		firstOf(value(x["tdm"], "policy"), value(x["tdm"], "tdm-policy")))
	for _, l := range x["atom"]["link"] {
		links = append(links, link{Href: l.Attrs["href"], Rel: l.Attrs["rel"], Type: l.Attrs["type"]})
	}
	for _, l := range links {
		if l.Rel == "license" && strings.EqualFold(l.Type, machineuse.MediaTypeRSL) {
			s.use = s.use.And(machineuse.Use{Policy: machineuse.Address(l.Href)})
		}
	}
	return s
}

// machineUse sets what the item says, else what its feed says of its address. What an item
// says is of itself: the address in its licence counts only within a feed (RSL 1.0, RSS).
func machineUse(a *format.Article, feed, item statement) {
	use, notes := item.use, item.notes
	for _, n := range item.licenses {
		one, more := machineuse.ParseRSL(rsl(n, false), "")
		use, notes = use.And(one), append(notes, more...)
	}
	wider := feed.use
	notes = append(notes, feed.notes...)
	for _, n := range feed.licenses {
		one, more := machineuse.ParseRSL(rsl(n, true), altOf(*a, "link"))
		wider, notes = wider.And(one), append(notes, more...)
	}
	a.MachineUse = use.Or(wider)
	for _, text := range notes {
		note.Add(&a.Notes, text)
	}
}

// rsl makes a document of one rsl:content, with or without the address that it is about.
func rsl(n *xmltree.Node, address bool) []byte {
	c := &xmltree.Node{Name: "content", Children: n.Children, Attrs: []xmltree.Attr{{Name: "server", Value: n.Attr("server")}}}
	if address {
		c.Attrs = append(c.Attrs, xmltree.Attr{Name: "url", Value: n.Attr("url")})
	}
	return []byte("<rsl>" + (&xmltree.Node{Children: []*xmltree.Node{c}}).InnerMarkup() + "</rsl>")
}
