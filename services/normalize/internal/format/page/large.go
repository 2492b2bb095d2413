package page

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What trafilatura is given. It joins the text of the paragraphs one by one, copies
// the tree, and looks for the links of each block again and again, so that its time
// grows with the square of a page and more: 8,000 links took 20 s, 38,000 paragraphs
// 26 s. The largest page of the corpus has 1,600 elements.
const (
	maxExtracted     = 5_000     // elements
	maxExtractedAll  = 20_000    // elements, comments and pieces of text
	maxExtractedText = 512 << 10 // bytes
)

// isLarge reports whether a page is more than trafilatura is given.
func isLarge(root *html.Node) bool {
	elements, all, text := 0, 0, 0
	for n := range root.Descendants() {
		all++
		switch {
		case n.Type == html.ElementNode:
			elements++
		case n.Type == html.TextNode && n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style:
			text += len(n.Data)
		}
		if elements > maxExtracted || all > maxExtractedAll || text > maxExtractedText {
			return true
		}
	}
	return false
}

// plainBlocks are the blocks of a page's text as they stand, in one walk: what holds
// text and no other block, within the article or the main part if the page marks one,
// without what HTML itself sets apart from the story, and without blocks that are
// links for the most part.
func plainBlocks(root *html.Node) []*html.Node {
	var out []*html.Node
	collect(mainOf(root), &out)
	return out
}

// mainOf is the article or the main part of a page where there is exactly one, else
// the page.
func mainOf(root *html.Node) *html.Node {
	for _, want := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		var found *html.Node
		count := 0
		for n := range root.Descendants() {
			if n.DataAtom == want && n.Type == html.ElementNode {
				found = n
				count++
			}
		}
		if count == 1 {
			return found
		}
	}
	return root
}

func collect(n *html.Node, out *[]*html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.ElementNode && isAside(c):
		case c.Type == html.ElementNode && holdsBlock(c):
			collect(c, out)
		case c.Type == html.ElementNode && isBlock(c):
			addBlock(c, out)
		default:
			next = collectLine(c, out)
		}
		c = next
	}
}

// collectLine makes a paragraph of text and inline elements that stand between blocks,
// and gives what follows them.
func collectLine(first *html.Node, out *[]*html.Node) (next *html.Node) {
	p := &html.Node{Type: html.ElementNode, DataAtom: atom.P, Data: "p"}
	for c := first; ; c = next {
		if c == nil || c.Type == html.ElementNode && (isBlock(c) || isAside(c) || holdsBlock(c)) {
			next = c
			break
		}
		next = c.NextSibling
		if c.Parent != nil {
			c.Parent.RemoveChild(c)
		}
		p.AppendChild(c)
	}
	addBlock(p, out)
	return next
}

func addBlock(n *html.Node, out *[]*html.Node) {
	text := len(textOf(n))
	if text > 0 && 2*linked(n) <= text {
		*out = append(*out, n)
	}
}

// linked is how many bytes of a node's text are links.
func linked(n *html.Node) int {
	if n.DataAtom == atom.A {
		return len(textOf(n))
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += linked(c)
	}
	return sum
}

// holdsBlock reports whether a block stands within a node. Depth is bounded, and a
// node is asked once for each of its ancestors.
func holdsBlock(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (isBlock(c) || holdsBlock(c)) {
			return true
		}
	}
	return false
}

// isAside reports whether an element is set apart from the story, or is no text.
func isAside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Aside, atom.Nav, atom.Footer, atom.Form, atom.Header, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg,
		atom.Figure, atom.Button, atom.Select, atom.Textarea, atom.Iframe, atom.Object, atom.Dialog, atom.Head, atom.H1:
		return true
	default:
		return attr(n, "hidden") != "" || attr(n, "aria-hidden") == "true"
	}
}
