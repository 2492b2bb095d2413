package feed

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

func readAtom(e element) *atomFeed {
	f := &atomFeed{Extensions: extensions{}, Language: e.language()}
	for c := range e.children() {
		if c.space != native {
			f.Extensions.add(c)
			continue
		}
		switch c.name {
		case "title":
			f.Title = c.construct()
		case "rights", "copyright":
			f.Rights = c.construct()
		case "id":
			f.ID = c.text()
		case "link":
			f.Links = append(f.Links, c.link())
		case "author":
			f.Authors = c.person(f.Authors)
		}
	}
	return f
}

func readEntry(e element) *entry {
	out := &entry{element: e, Extensions: extensions{}}
	for c := range e.children() {
		switch {
		case c.node.Unclosed && c.space == native && c.name == "entry":
		case c.space != native:
			out.Extensions.add(c)
		default:
			out.take(c)
		}
	}
	return out
}

// take takes an element of Atom 1.0 or 0.3.
func (e *entry) take(c element) {
	switch strings.ToLower(c.name) {
	case "title":
		e.Title = c.construct()
	case "summary":
		e.Summary = c.construct()
	case "rights", "copyright":
		e.Rights = c.construct()
	case "content":
		content := c.construct()
		if e.Content == nil || e.Content.Value == "" {
			e.Content = &content
		}
	case "id":
		set(&e.ID, c.text())
	case "published", "issued", "created":
		set(&e.Published, c.text())
	case "updated", "modified":
		set(&e.Updated, c.text())
	case "link":
		e.Links = append(e.Links, c.link())
	case "author":
		e.Authors = c.person(e.Authors)
	case "contributor":
		if names := c.person(nil); len(names) == 1 {
			e.Contributors = append(e.Contributors, person{names[0], c.personURI()})
		}
	case "category":
		e.Categories = append(e.Categories, category{c.attr("scheme"), c.attr("term"), c.attr("label")})
	case "source":
		e.Source = readAtom(c)
	}
}

func (e element) link() link {
	l := link{Href: e.address(firstOf(e.attr("href"), e.text())), Rel: e.attr("rel"), Type: e.attr("type"), Title: e.attr("title"), Length: e.attr("length"), Lang: e.attr("hreflang")}
	if l.Rel = strings.TrimPrefix(l.Rel, "http://www.iana.org/assignments/relation/"); l.Rel == "" {
		l.Rel = "alternate"
	}
	return l
}

// person adds the name of a person construct (RFC 4287, 3.2).
func (e element) person(list []string) []string {
	for c := range e.children() {
		if strings.EqualFold(c.name, "name") {
			if name := plain(c.text()); name != "" {
				return append(list, name)
			}
		}
	}
	if name := mailboxName(oneLine(e.node.Text())); name != "" && len(e.node.Children) == 1 && e.node.Children[0].IsText() {
		return append(list, name)
	}
	return list
}

// personURI is the address of a person construct; Atom 0.3 and feeds have other names for it.
func (e element) personURI() string {
	for c := range e.children() {
		switch strings.ToLower(c.name) {
		case "uri", "url", "homepage":
			return c.address(c.text())
		}
	}
	return ""
}

// construct reads a text construct or a content (RFC 4287, 3.1 and 4.1.3; Atom 0.3, 3.1):
// without a type it is literal text.
func (e element) construct() construct {
	kind, _, _ := strings.Cut(strings.ToLower(e.attr("type")), ";")
	kind = strings.TrimSpace(kind)
	c := construct{Type: kind, Media: kind, Src: e.address(e.attr("src"))}
	markup := hasElements(e.node)
	switch {
	case kind == "xhtml" || kind == "application/xhtml+xml" || markup && (kind == "" || kind == "text" || strings.HasPrefix(kind, "text/")):
		c.Type, c.Value = "html", e.base.html(strings.TrimSpace(div(e.node).InnerMarkup()))
		if !markup {
			c.Value = e.markup()
		}
	case kind == "html" || kind == "text/html":
		c.Type, c.Value = "html", e.decoded()
		c.Value = e.base.html(c.Value)
	case kind == "" || kind == "text" || kind == "text/plain":
		c.Type, c.Value = "text", e.decoded()
	case !strings.Contains(kind, "/") || strings.HasPrefix(kind, "text/"):
		c.unknown(e, markup)
	case kind == "application/octet-stream":
		c.binary(e)
	}
	return c
}

// unknown reads a text whose type no version of Atom has ("xml", "escaped", "text/x-web"):
// as the markup that it holds, else as text.
func (c *construct) unknown(e element, markup bool) {
	text := e.decoded()
	switch {
	case markup:
		c.Type, c.Value = "html", e.base.html(strings.TrimSpace(div(e.node).InnerMarkup()))
	case markupSyntax.MatchString(text):
		c.Type, c.Value = "html", e.base.html(text)
	default:
		c.Type, c.Value = "text", text
	}
}

// binary reads content in base64 of no type, which must be text to be of use to a reader
// (RFC 4287, 4.1.3.3).
func (c *construct) binary(e element) {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(e.text()), ""))
	if err != nil || !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return
	}
	c.Type, c.Value = "text", strings.TrimSpace(string(data))
	if markupSyntax.MatchString(c.Value) {
		c.Type, c.Value = "html", e.base.html(c.Value)
	}
}

// decoded is the text of an element, out of base64 if Atom 0.3 says that it is.
func (e element) decoded() string {
	text := e.text()
	if !strings.EqualFold(e.attr("mode"), "base64") {
		return text
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return text
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(data), "\ufffd"))
}

// div is the element that holds the markup of a text construct of type xhtml.
func div(n *xmltree.Node) *xmltree.Node {
	var only *xmltree.Node
	for c := range n.Elements() {
		if only != nil {
			return n
		}
		only = c
	}
	if only != nil && strings.EqualFold(only.Name, "div") && strings.TrimSpace(n.Text("div", "DIV", "Div")) == "" {
		return only
	}
	return n
}

func hasElements(n *xmltree.Node) bool {
	for range n.Elements() {
		return true
	}
	return false
}

// html is the text as markup, as RSS has it.
func (c construct) html() string {
	if c.Type == "text" {
		return xmltree.Escape(c.Value)
	}
	if c.Type == "html" {
		return c.Value
	}
	return ""
}

func escapedLine(c construct) string { return xmltree.Escape(c.line()) }
