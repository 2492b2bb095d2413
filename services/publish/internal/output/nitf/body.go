package nitf

import (
	"github.com/wireroom/wireroom/services/publish/internal/output/xhtml"
	"github.com/wireroom/wireroom/services/publish/internal/output/xmlwrite"
)

// body writes XHTML as NITF's body.content, which has fewer elements: what it has no
// element for, the text of it stays.
type body struct{ w *xmlwrite.Writer }

// blocks writes what stands among paragraphs; text that stands there alone becomes one.
func (b body) blocks(nodes []*xhtml.Node) {
	for len(nodes) > 0 {
		n := nodes[0]
		if n.Blank() {
			nodes = nodes[1:]
			continue
		}
		if isBlock(n.Name) {
			b.block(n)
			nodes = nodes[1:]
			continue
		}
		end := 0
		for end < len(nodes) && !isBlock(nodes[end].Name) {
			end++
		}
		b.w.Start("p")
		b.inline(nodes[:end])
		b.w.End()
		nodes = nodes[end:]
	}
}

func isBlock(name string) bool {
	switch name {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th",
		"pre", "hr", "blockquote", "div", "figure", "figcaption", "section", "article":
		return true
	default:
		return false
	}
}

func (b body) block(n *xhtml.Node) {
	switch n.Name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		b.with("hl2", n, b.inline)
	case "p", "pre":
		b.with(n.Name, n, b.inline)
	case "hr":
		b.w.Empty("hr")
	case "blockquote":
		b.w.Start("bq")
		b.with("block", n, b.blocks)
		b.w.End()
	case "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr":
		b.with(n.Name, n, b.parts)
	case "figure":
		b.blocks(withoutPicture(n.Children))
	case "figcaption":
		b.with("p", n, b.inline)
	default:
		b.with("block", n, b.blocks)
	}
	b.w.Line()
}

func (b body) with(name string, n *xhtml.Node, write func([]*xhtml.Node), attrs ...string) {
	b.w.Start(name, attrs...)
	write(n.Children)
	b.w.End()
}

// parts writes the parts of lists and tables.
func (b body) parts(nodes []*xhtml.Node) {
	for _, n := range nodes {
		switch n.Name {
		case "li", "dd", "dt":
			b.with(n.Name, n, b.mixed)
		case "td", "th":
			b.with(n.Name, n, b.mixed, "colspan", n.Attrs["colspan"], "rowspan", n.Attrs["rowspan"])
		case "caption":
			b.with(n.Name, n, b.inline)
		case "thead", "tbody", "tfoot", "tr":
			b.with(n.Name, n, b.parts)
		}
	}
}

// mixed writes what may be text or blocks.
func (b body) mixed(nodes []*xhtml.Node) {
	for _, n := range nodes {
		if isBlock(n.Name) {
			b.block(n)
		} else {
			b.inline([]*xhtml.Node{n})
		}
	}
}

func (b body) inline(nodes []*xhtml.Node) {
	for _, n := range nodes {
		switch n.Name {
		case "":
			b.w.Text(n.Text)
		case "br":
			b.w.Empty("br")
		case "em", "i", "cite":
			b.with("em", n, b.inline)
		case "strong", "b":
			b.with("em", n, b.inline, "class", "bold")
		case "u":
			b.with("em", n, b.inline, "class", "underline")
		case "a":
			b.with("a", n, b.inline, "href", n.Attrs["href"])
		case "q":
			b.with("q", n, b.inline)
		case "sub", "sup":
			b.w.Start("num")
			b.with(n.Name, n, b.inline)
			b.w.End()
		default:
			b.inline(n.Children)
		}
	}
}

// withoutPicture leaves out the picture of a figure: NITF has it as media.
func withoutPicture(nodes []*xhtml.Node) []*xhtml.Node {
	var out []*xhtml.Node
	for _, n := range nodes {
		if n.Name != "img" {
			out = append(out, n)
		}
	}
	return out
}
