package newsml1

import (
	"encoding/base64"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/nitf"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

const (
	xhtml     = "application/xhtml+xml"
	html      = "text/html"
	plainText = "text/plain"
)

// contentItem reads one content item of a component.
func (r *reader) contentItem(p *part, component, n *xmltree.Node) {
	for inner := range n.Path("ContentItem") {
		r.contentItem(p, component, inner)
	}
	kind := r.typeOf(component, n)
	switch {
	case kind == "":
	case isMedium(kind):
		r.file(p, component, n, kind)
	case inDocument(n):
		r.textItem(p, component, n)
		if n.Attr("Href") != "" {
			p.rendition(component, n)
		}
	case n.Attr("Href") != "":
		p.rendition(component, n)
	}
}

// textItem reads a text by what it is for.
func (r *reader) textItem(p *part, component, n *xmltree.Node) {
	data, _ := r.data(n)
	if data == nil {
		return
	}
	for c := range data.Path("media-caption") {
		r.caption(p, lines(c))
	}
	to := useOf(r.label(component).role)
	if to == ignored || contains(word(formal(n.Child("MimeType"))), "css", "javascript") {
		return
	}
	if p.medium != nil && to == body {
		to = caption
	}
	for _, t := range r.textsOf(p, data, n, to) {
		if to == beside {
			t.role = strings.ToLower(r.label(component).said)
		}
		r.put(p, t, to)
	}
}

// put puts a text where its use asks for.
func (r *reader) put(p *part, t text, to use) {
	value := t.plain()
	switch to {
	case headlineText:
		p.headline("main", flatten(value))
	case subheadText:
		p.headline("sub", flatten(value))
	case summary:
		p.describe("summary", value)
	case caption:
		r.caption(p, value)
	case editorial:
		p.edNote(value)
	case bylineText:
		p.byline(flatten(value))
	case beside:
		p.describe(firstOf(t.role, "beside"), value)
	case script:
		t.role = firstOf(t.role, "script")
		p.texts = append(p.texts, t)
	case lead:
		p.describe("summary", value)
		t.lead = true
		p.texts = append(p.texts, t)
	default:
		p.texts = append(p.texts, t)
	}
}

// data is the content that is in the document; bytes if it is encoded and no text.
// The charset of encoded text is told by its bytes.
func (r *reader) data(n *xmltree.Node) (*xmltree.Node, []byte) {
	encoded := false
	for n.Child("Encoding") != nil && n.Child("DataContent") == nil {
		n = n.Child("Encoding")
		encoded = encoded || contains(word(n.Attr("Notation")), "base64")
	}
	content := n.Child("DataContent")
	if content == nil || !encoded {
		return content, nil
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(content.Text()), ""))
	if err != nil {
		r.note("content left out: its base64 can't be read")
		return nil, nil
	}
	return textNode(content, string(raw)), raw
}

func textNode(like *xmltree.Node, s string) *xmltree.Node {
	return &xmltree.Node{Name: like.Name, Line: like.Line, Children: []*xmltree.Node{{Data: s, Line: like.Line}}}
}

var (
	escapedMarkup   = regexp.MustCompile(`(?i)<(?:p|br|div|table|pre|ul|span|b|i|strong|em|a|h[1-6])(?:\s[^<>]*)?/?>`)
	escapedDocument = regexp.MustCompile(`(?i)^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^>\[]*>\s*)?<(?:nitf|html|body)[\s>]`)
)

// textsOf reads a text in whatever form it is.
func (r *reader) textsOf(p *part, data, item *xmltree.Node, to use) []text {
	if !hasElements(data) {
		s := data.Text()
		if root := r.escaped(s); root != nil {
			data = &xmltree.Node{Name: data.Name, Line: data.Line, Children: []*xmltree.Node{root}}
		} else {
			return bare(s, item)
		}
	}
	if all := within(data, nitf.Name); all != nil {
		var texts []text
		for _, n := range all {
			texts = append(texts, r.nitf(p, n, to)...)
		}
		return texts
	}
	if all := within(data, "html"); all != nil {
		if n := all[0]; to == body {
			p.it.Title = firstOf(p.it.Title, flat(n.Child("head", "title")))
		}
		return markups(all)
	}
	if n := data.Child("body"); n != nil || formatRank(item) == 1 || formatRank(item) == 2 {
		return markup(firstNode(n, withoutCaptions(data)))
	}
	return r.nitf(p, asNITF(data), to)
}

// escaped reads a document that was put into the text of another.
func (r *reader) escaped(s string) *xmltree.Node {
	if !escapedDocument.MatchString(s[:min(len(s), 2000)]) {
		return nil
	}
	doc, err := xmltree.Parse(Name, []byte(s), plainText+"; charset=utf-8")
	if err != nil {
		return nil
	}
	return doc.Root
}

func bare(s string, item *xmltree.Node) []text {
	rank := formatRank(item)
	switch {
	case strings.TrimSpace(s) == "":
		return nil
	case escapedMarkup.MatchString(s) || (rank == 1 || rank == 2) && strings.Contains(s, "<"):
		return []text{{contentType: html, value: s}}
	case (rank == 1 || rank == 2) && strings.Contains(s, "&"):
		return []text{{contentType: html, value: s}}
	default:
		return []text{{contentType: plainText, value: strings.Trim(s, "\r\n")}}
	}
}

func markup(n *xmltree.Node) []text {
	if s := n.InnerMarkup(); strings.TrimSpace(n.Text()) != "" {
		return []text{{contentType: xhtml, value: s, node: n}}
	}
	return nil
}

func markups(pages []*xmltree.Node) []text {
	var out []text
	for _, n := range pages {
		out = append(out, markup(firstNode(n.Child("body"), n))...)
	}
	return out
}

func firstNode(nodes ...*xmltree.Node) *xmltree.Node {
	for _, n := range nodes {
		if n != nil {
			return n
		}
	}
	return nil
}
