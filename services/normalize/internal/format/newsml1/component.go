package newsml1

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// traits say what is in a component and those within it.
type traits struct {
	media, prose, other bool
	texts               int // components directly in it that have prose
}

func (t traits) and(o traits) traits {
	return traits{t.media || o.media, t.prose || o.prose, t.other || o.other, t.texts}
}

// readContent reads the components of the item. One that holds pictures or films
// and no text but captions is a picture or film itself.
func (r *reader) readContent() {
	r.traits, r.labels = map[*xmltree.Node]traits{}, map[*xmltree.Node]label{}
	var whole traits
	var root *xmltree.Node
	for n := range r.item.Path("NewsComponent") {
		whole = whole.and(r.survey(n, false, true))
		root = n
	}
	end := spineEnd(root)
	switch {
	case whole.media && !whole.prose && !r.gallery(end):
		r.main.medium = &medium{}
	case whole.media && !whole.prose || !whole.prose && end.Child("NewsItem") != nil || end.Child("NewsItemRef") != nil:
		r.a.Item.Type = ninjs.TypeComposite
	default:
		r.a.Item.Type = ninjs.TypeText
	}
	for n := range r.item.Path("NewsComponent") {
		r.component(r.main, n)
	}
}

// spineEnd is the component below which the item branches.
func spineEnd(n *xmltree.Node) *xmltree.Node {
	for {
		var only *xmltree.Node
		for c := range n.Elements() {
			switch {
			case c.Name == "ContentItem", c.Name == "NewsComponent" && only != nil:
				return n
			case c.Name == "NewsComponent":
				only = c
			}
		}
		if only == nil {
			return n
		}
		n = only
	}
}

// survey looks at each component once. On the spine a text beside a picture is the
// story; off it, it is the picture's caption.
func (r *reader) survey(n *xmltree.Node, inMedium, spine bool) traits {
	role := r.label(n).role
	inMedium = inMedium || isMediumRole(role)
	var t traits
	components, files := 0, false
	for c := range n.Elements() {
		switch c.Name {
		case "NewsComponent":
			components++
		case "ContentItem":
			files = files || isMedium(r.typeOf(n, c))
		}
	}
	asideOnly := inMedium || useOf(role) > lead || useOf(role) == headlineText || useOf(role) == subheadText || files && !spine
	spine = spine && components < 2
	for c := range n.Elements() {
		switch c.Name {
		case "NewsComponent":
			within := r.survey(c, inMedium, spine)
			if t = t.and(within); within.prose {
				t.texts++
			}
		case "ContentItem":
			t = t.and(r.surveyContent(n, c, asideOnly))
		}
	}
	r.traits[n] = t
	return t
}

func (r *reader) surveyContent(component, n *xmltree.Node, asideOnly bool) traits {
	switch kind := r.typeOf(component, n); {
	case isMedium(kind):
		return traits{media: true}
	case kind == ninjs.TypeText && isBlank(n):
		return traits{}
	case kind == ninjs.TypeText && !asideOnly && !captionsAlone(n):
		return traits{prose: true}
	default:
		return traits{other: kind != ""}
	}
}

// isBlank reports whether the content is in the document, and nothing: agencies'
// systems write an empty text beside a sound.
func isBlank(n *xmltree.Node) bool {
	data := n.Child("DataContent")
	return data != nil && n.Attr("Href") == "" && n.Child("Encoding") == nil && !hasElements(data) && strings.TrimSpace(data.Text()) == ""
}

// captionsAlone reports whether the content is a caption whatever its role.
func captionsAlone(n *xmltree.Node) bool {
	data := n.Child("DataContent")
	found := false
	for c := range data.Elements() {
		if c.Name != "media-caption" {
			return false
		}
		found = true
	}
	return found
}

func isMedium(t ninjs.Type) bool { return t != "" && t != ninjs.TypeText }

// component reads a component into a part: what it says of itself, then what is
// in it.
func (r *reader) component(p *part, n *xmltree.Node) {
	p.metadata(n)
	r.inside(p, n)
}

func (r *reader) inside(p *part, n *xmltree.Node) {
	skip := r.equivalents(p, n)
	others := r.translations(p, n, skip)
	for c := range n.Elements() {
		switch {
		case skip[c]:
		case c.Name == "NewsItem":
			r.member(p, c)
		case c.Name == "NewsItemRef":
			r.link(p.it, c.Attr("NewsItem"), "member", flat(c.Child("Comment")))
		case c.Name == "ContentItem":
			r.contentItem(p, n, c)
		case c.Name == "NewsComponent":
			r.child(p, n, c)
		}
	}
	for _, c := range others {
		r.story(p, c, "translation")
	}
}

// child reads a component within: a medium or a story of its own, or more of the
// same.
func (r *reader) child(p *part, parent, n *xmltree.Node) {
	switch t := r.traits[n]; {
	case p.medium != nil:
		r.component(p, n)
	case t.media && !t.prose:
		r.mediumOrForm(p, parent, n)
	case !t.prose && p.item && references(n) > 0 && p.have[headlined]:
		r.listed(p, n)
	case t.prose && r.apart(p, parent, n):
		r.story(p, n, firstOf(r.label(n).said, "related"))
	default:
		r.component(p, n)
	}
}

// apart reports whether a text is another one than the part's own: by its role, or
// because it has a headline of its own and comes after it.
func (r *reader) apart(p *part, parent, n *xmltree.Node) bool {
	if r.traits[parent].texts > 1 && contains(r.label(n).role, "support", "sidebar", "related", "background", "supplement", "factbox", "chronolog") {
		return true
	}
	own := flat(n.Child("NewsLines", "HeadLine"))
	return len(p.texts) > 0 && own != "" && !p.have[[2]string{"headline", own}]
}

// story makes an association of a text that belongs to the part.
func (r *reader) story(p *part, n *xmltree.Node, rel string) {
	s := r.newPart(&ninjs.Item{Type: ninjs.TypeText})
	s.it.AltIDs = duid(n)
	r.component(s, n)
	s.settle()
	s.it.Located = firstOf(s.it.Located, placeOf(s.dateLine))
	r.associate(p.it, ninjs.Association{Name: "text-" + strconv.Itoa(r.links+1), Rel: rel, Item: *s.it})
}

// member lists an item within this one, which is an article of its own too.
func (r *reader) member(p *part, n *xmltree.Node) {
	inner := &reader{document: r.document, item: n}
	inner.main = inner.newPart(&inner.a.Item)
	inner.identify()
	it := ninjs.Item{URI: inner.a.Item.URI, Title: inner.nameLabel, Version: inner.a.Item.Version}
	if h := n.Child("NewsComponent", "NewsLines", "HeadLine"); flat(h) != "" && !tooLong(flat(h)) {
		it.Headlines = []ninjs.Text{{Role: "main", Value: flat(h)}}
	}
	if inner.a.ID != "" {
		it.AltIDs = []ninjs.AltID{{Role: "id", Value: inner.a.ID}}
	}
	r.associate(p.it, ninjs.Association{Name: "member-" + strconv.Itoa(r.links+1), Rel: "member", Item: it})
	r.within = append(r.within, n)
}

func duid(n *xmltree.Node) []ninjs.AltID {
	if id := n.Attr("Duid"); id != "" {
		return []ninjs.AltID{{Role: "duid", Value: id}}
	}
	return nil
}
