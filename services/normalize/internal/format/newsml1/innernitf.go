package newsml1

import (
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/nitf"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// asNITF makes a document of paragraphs that stand alone: their elements are
// NITF's, or close.
func asNITF(data *xmltree.Node) *xmltree.Node {
	parent := func(name string, children ...*xmltree.Node) *xmltree.Node {
		return &xmltree.Node{Name: name, Line: data.Line, Children: children}
	}
	if data.Child("body.content") != nil {
		return parent(nitf.Name, parent("body", data.Children...))
	}
	return parent(nitf.Name, parent("body", parent("body.content", withoutCaptions(data).Children...)))
}

// nitf reads a text in NITF. Of a caption's, only the text counts.
func (r *reader) nitf(p *part, root *xmltree.Node, to use) []text {
	if to != body && to != lead && to != script {
		p.captionHeadline(root, to)
		return captionText(root)
	}
	in := format.Input{Zone: r.in.Zone, Language: firstOf(p.it.Language, r.a.Item.Language, r.in.Language), BaseURL: r.in.BaseURL, Provider: r.in.Provider}
	articles := nitf.FromTree(root, in)
	return r.merge(p, root, articles)
}

// captionHeadline keeps the headline of a caption that is a document of its own.
func (p *part) captionHeadline(root *xmltree.Node, to use) {
	if to == caption && p.medium != nil {
		p.headline("main", flat(root.Child("body", "body.head", "hedline", "hl1")))
	}
}

func captionText(root *xmltree.Node) []text {
	var out []text
	for n := range root.Path("body", "body.content") {
		if s := lines(n); s != "" {
			out = append(out, text{contentType: plainText, value: s})
		}
	}
	if out == nil {
		if s := lines(root.Child("body")); s != "" {
			out = []text{{contentType: plainText, value: s}}
		}
	}
	return out
}

// within finds the documents that stand in the content, or in an element around
// them.
func within(data *xmltree.Node, name string) []*xmltree.Node {
	var all []*xmltree.Node
	for n := range data.Descendants(name) {
		if n.Name == name {
			all = append(all, n)
		}
	}
	return all
}

func withoutCaptions(data *xmltree.Node) *xmltree.Node {
	out := &xmltree.Node{Name: data.Name, Attrs: data.Attrs, Line: data.Line}
	for _, c := range data.Children {
		if c.Name != "media-caption" {
			out.Children = append(out.Children, c)
		}
	}
	return out
}
