package newsmlg2

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/xhtml"
	"github.com/wireroom/wireroom/services/publish/internal/output/xmlwrite"
)

func (d document) contentMeta() {
	it := d.a.Item
	d.w.Start("contentMeta")
	d.w.Line()
	if it.Urgency != 0 {
		d.w.Leaf("urgency", strconv.Itoa(int(it.Urgency)))
	}
	d.date("contentCreated", it.ContentCreated)
	if s := it.DigitalSourceType; s != nil {
		d.concept("digitalSourceType", s.Name, s.URI, s.Literal)
	}
	if it.Located != "" {
		d.w.Start("located")
		d.w.Leaf("name", it.Located)
		d.w.End()
	}
	d.parties()
	d.related("audience")
	d.related("exclAudience")
	for _, id := range it.AltIDs {
		d.w.Leaf("altId", id.Value, "role", role(id.Role))
	}
	if it.Language != "" {
		d.w.Empty("language", "tag", it.Language)
	}
	for _, g := range it.Genres {
		d.genre(g)
	}
	d.subjects()
	d.words()
	d.w.End()
	d.w.Line()
}

// role is a role of ninjs as a QCode of the item's own catalog; empty for one that a
// QCode can't hold.
func role(name string) string {
	if name == "" || strings.ContainsAny(name, " \t\n:/") {
		return ""
	}
	return "wr:" + name
}

func (d document) genre(g ninjs.Genre) {
	uri, err := ninjs.ParseURI(g.URI)
	if err != nil {
		uri = ""
	}
	d.concept("genre", g.Name, uri, g.Literal)
}

// parties writes who supplied and who made the content.
func (d document) parties() {
	provider := false
	for _, s := range d.a.Item.InfoSources {
		switch {
		case s.Role == "provider" && !provider:
			provider = true // stands in itemMeta
		case s.Role == "credit":
		case s.Role == "source":
			d.concept("infoSource", s.Name, s.URI, s.Literal)
		default:
			d.concept("infoSource", s.Name, s.URI, s.Literal, "role", role(s.Role))
		}
	}
	for _, p := range d.a.Item.People {
		if p.Rel == "author" || p.Rel == "creator" {
			d.concept("creator", p.Name, p.URI, p.Literal, "type", "cpnat:person")
		}
	}
}

func (d document) subjects() {
	it := d.a.Item
	for _, k := range d.a.Keywords() {
		d.w.Leaf("keyword", k)
	}
	for _, s := range d.a.Topics() {
		d.concept("subject", s.Name, s.URI, s.Literal, "creator", "", "relevance", percent(s.Relevance), "confidence", percent(s.Confidence))
	}
	for _, p := range it.People {
		if p.Rel != "author" && p.Rel != "creator" {
			d.concept("subject", p.Name, p.URI, p.Literal, "type", "cpnat:person")
		}
	}
	for _, o := range it.Organisations {
		d.concept("subject", o.Name, o.URI, o.Literal, "type", "cpnat:organisation")
	}
	for _, p := range it.Places {
		d.concept("subject", p.Name, p.URI, p.Literal, "type", "cpnat:geoArea")
	}
	for _, e := range it.Events {
		d.concept("subject", e.Name, e.URI, e.Literal, "type", "cpnat:event")
	}
	for _, o := range it.Objects {
		d.concept("subject", o.Name, o.URI, o.Literal, "type", "cpnat:object")
	}
}

func percent(p *int) string {
	if p == nil {
		return ""
	}
	return strconv.Itoa(*p)
}

func (d document) words() {
	it := d.a.Item
	d.w.Leaf("slugline", it.Slugline)
	for _, h := range it.Headlines {
		r := role(h.Role)
		if h.Role == content.Main {
			r = "hrol:main"
		}
		d.w.Leaf("headline", h.Value, "role", r)
		d.w.Line()
	}
	d.w.Leaf("by", it.By)
	for _, s := range it.InfoSources {
		if s.Role == "credit" {
			d.w.Leaf("creditline", s.Name)
		}
	}
	for _, t := range it.Descriptions {
		r := role(t.Role)
		if t.Role == "summary" || t.Role == "caption" {
			r = "drol:" + t.Role
		}
		d.lines("description", t.Value, r)
	}
}

// lines writes a block whose lines are parted by breaks.
func (d document) lines(element, text, role string) {
	list := content.Lines(text)
	if len(list) == 0 {
		return
	}
	d.w.Start(element, "role", role)
	for i, line := range list {
		if i > 0 {
			d.w.Empty("br")
		}
		d.w.Text(line)
	}
	d.w.End()
	d.w.Line()
}

// links points at what belongs to the article.
func (d document) links() {
	for i := range d.a.Item.Associations {
		a := &d.a.Item.Associations[i]
		var media, href string
		if len(a.Renditions) > 0 {
			media, href = a.Renditions[0].ContentType, string(a.Renditions[0].Href)
		}
		d.w.Start("link", "rel", "irel:seeAlso", "residref", string(a.URI), "href", href, "contenttype", media)
		if a.Type != "" {
			d.w.Empty("itemClass", "qcode", "ninat:"+string(a.Type))
		}
		d.w.Leaf("title", a.Title)
		if len(a.Headlines) > 0 {
			d.w.Leaf("headline", a.Headlines[0].Value)
		}
		d.w.End()
		d.w.Line()
	}
}

// contentSet holds the text as XHTML, and the item's own renditions.
func (d document) contentSet() {
	nodes := d.a.Nodes()
	if len(nodes) == 0 && len(d.a.Item.Renditions) == 0 {
		return
	}
	d.w.Start("contentSet")
	d.w.Line()
	if len(nodes) > 0 {
		d.w.Start("inlineXML", "contenttype", content.XHTML)
		d.w.Start("html", "xmlns", "http://www.w3.org/1999/xhtml", "xml:lang", d.a.Item.Language)
		d.w.Start("head")
		d.w.Start("title")
		d.w.Text(d.a.Headline())
		d.w.End()
		d.w.End()
		d.w.Start("body")
		copyNodes(d.w, nodes)
		d.w.End()
		d.w.End()
		d.w.End()
		d.w.Line()
	}
	for _, r := range d.a.Item.Renditions {
		d.w.Empty("remoteContent", "rendition", role(r.Name), "href", string(r.Href), "contenttype", r.ContentType, "size", number(r.SizeInBytes),
			"width", number(int64(r.Width)), "height", number(int64(r.Height)))
		d.w.Line()
	}
	d.w.End()
}

func number(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// copyNodes writes markup as it is.
func copyNodes(w *xmlwrite.Writer, nodes []*xhtml.Node) {
	for _, n := range nodes {
		if n.Name == "" {
			w.Text(n.Text)
			continue
		}
		var attrs []string
		for _, name := range []string{"href", "src", "alt", "title", "width", "height", "colspan", "rowspan"} {
			attrs = append(attrs, name, n.Attrs[name])
		}
		if len(n.Children) == 0 {
			w.Empty(n.Name, attrs...)
			continue
		}
		w.Start(n.Name, attrs...)
		copyNodes(w, n.Children)
		w.End()
	}
}
