package newsml1

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// medium is what a part has that is a picture, a film or a sound.
type medium struct {
	kinds  [4]bool // picture, graphic, audio, video; others count as none
	names  []string
	inline []format.Part
}

// The types of media, the one that counts last: a film's still is no picture.
func mediaTypes() []ninjs.Type {
	return []ninjs.Type{ninjs.TypePicture, ninjs.TypeGraphic, ninjs.TypeAudio, ninjs.TypeVideo}
}

func (m *medium) add(kind ninjs.Type) {
	for i, t := range mediaTypes() {
		m.kinds[i] = m.kinds[i] || t == kind
	}
}

func (m *medium) kind() ninjs.Type {
	kind := ninjs.TypeComponent
	for i, t := range mediaTypes() {
		if m.kinds[i] {
			kind = t
		}
	}
	return kind
}

// mediaIn reads a component of one medium, or of several beside each other.
func (r *reader) mediaIn(p *part, n *xmltree.Node) {
	if !r.gallery(n) {
		r.component(r.newMedium(n), n)
		return
	}
	shared := r.newPart(&ninjs.Item{})
	shared.metadata(n)
	shared.settle()
	first := len(r.media)
	r.inside(p, n)
	for _, m := range r.media[first:] {
		m.inherit(shared.it)
	}
}

// maxShared is how many sources of a list each medium in it takes.
const maxShared = 20

// inherit takes what is said of all media of a list.
func (p *part) inherit(it *ninjs.Item) {
	p.it.By = firstOf(p.it.By, it.By)
	p.it.CopyrightHolder = firstOf(p.it.CopyrightHolder, it.CopyrightHolder)
	p.notice(it.CopyrightNotice)
	p.term("", it.UsageTerms)
	for _, s := range it.InfoSources[:min(len(it.InfoSources), maxShared)] {
		p.source(s.Role, s.Name, s.Literal)
	}
	for _, h := range it.Headlines {
		if len(p.it.Headlines) == 0 {
			p.headline("main", h.Value)
		}
	}
}

// gallery reports whether a component lists several media. Those have captions or
// headlines of their own, are named as media, or all named alike; forms of one
// medium have names that tell them apart, or stand in a list of equivalents.
func (r *reader) gallery(n *xmltree.Node) bool {
	if n == nil || n.Attr("EquivalentsList") == "yes" || n.Child("ContentItem") != nil {
		return false
	}
	count, own, alike, captioned, role := 0, false, true, false, ""
	for c := range n.Path("NewsComponent") {
		if !r.traits[c].media {
			captioned = captioned || r.traits[c].other
			continue
		}
		before := role
		if role = r.label(c).role; isRenditionRole(role) {
			role = before
			continue
		}
		if count++; count > 1 {
			alike = alike && before == role
		}
		own = own || r.traits[c].other || c.Child("NewsLines") != nil || isMediumRole(role)
	}
	return count > 1 && (own || alike && !captioned)
}

// newMedium starts an association; beyond the bound one that nobody keeps.
func (r *reader) newMedium(n *xmltree.Node) *part {
	m := r.newPart(&ninjs.Item{})
	m.medium = &medium{}
	if id := n.Attr("Duid"); id != "" {
		m.alt("duid", id)
		m.medium.names = append(m.medium.names, id)
	}
	if len(r.media) >= maxMedia {
		r.note("more than " + strconv.Itoa(maxMedia) + " media: the others were left out")
		return m
	}
	r.media = append(r.media, m)
	return m
}

// file reads a file of a medium. Beside a text, those of one component are forms of
// one medium.
func (r *reader) file(p *part, component, n *xmltree.Node, kind ninjs.Type) {
	if p.medium == nil {
		m := r.loose[component]
		if m == nil {
			m = r.newMedium(n)
			r.loose[component] = m
		}
		p = m
	}
	p.medium.add(kind)
	if inDocument(n) {
		r.inlineFile(p, n)
	}
	if n.Attr("Href") != "" || !inDocument(n) {
		p.rendition(component, n)
	}
}

// inlineFile takes a file that is in the document.
func (r *reader) inlineFile(p *part, n *xmltree.Node) {
	_, raw := r.data(n)
	if len(raw) == 0 {
		if d := n.Child("DataContent"); d != nil && strings.TrimSpace(d.Text()) != "" {
			r.note("a picture or film within the document was left out: not in base64")
		}
		return
	}
	mime := formal(n.Child("MimeType"))
	if !strings.Contains(mime, "/") {
		mime = "application/octet-stream"
	}
	p.medium.inline = append(p.medium.inline, format.Part{MediaType: mime, ID: n.Attr("Duid"), Data: raw,
		Name: firstOf(n.Attr("Href"), propertiesOf(n.Child("Characteristics")).first("filename", "name"))})
}

// caption gives a caption to its medium; one that stands apart, to the last one
// before it, else to the first one after it.
func (r *reader) caption(p *part, s string) {
	switch {
	case s == "":
	case p.medium != nil:
		p.describe("caption", s)
	case p.item && len(r.media) > 0:
		r.media[len(r.media)-1].describe("caption", s)
	case p.item:
		r.captions = append(r.captions, s)
	default:
		p.describe("caption", s)
	}
}
