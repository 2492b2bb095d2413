package page

import (
	"slices"
	"strings"

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

// mainOf is the article or the main part of a page that holds its only h1, else the one
// article or main part that there is, else the page.
func mainOf(root *html.Node) *html.Node {
	if h1 := only(root, atom.H1); h1 != nil {
		for n := h1.Parent; n != nil; n = n.Parent {
			if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
				return n
			}
		}
	}
	for _, want := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		if found := only(root, want); found != nil && !isTeaser(root, found) {
			return found
		}
	}
	return root
}

// isTeaser reports whether the one article of a page is a small part of it that does not
// hold its heading: another story's.
func isTeaser(root, article *html.Node) bool {
	const share = 3 // of the page's text an article has at least one in so many
	if article.DataAtom != atom.Article || only(root, atom.H1) == nil {
		return false
	}
	return share*len(textOf(article)) < len(textOf(root))
}

// only is the element of that name where there is exactly one.
func only(root *html.Node, want atom.Atom) (found *html.Node) {
	for n := range root.Descendants() {
		if n.DataAtom == want && n.Type == html.ElementNode {
			if found != nil {
				return nil
			}
			found = n
		}
	}
	return found
}

func collect(n *html.Node, out *[]*html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.ElementNode && isAside(c):
		case isUnit(c):
			addBlock(c, out)
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

// addBlock adds what is text and not links for the most part. What is only a part of
// the page becomes paragraphs, which two line breaks part too.
func addBlock(n *html.Node, out *[]*html.Node) {
	text := len(textOf(n))
	if text == 0 || 2*linked(n) > text {
		return
	}
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.P:
		*out = append(*out, splitAtBreaks(n)...)
	default:
		*out = append(*out, n)
	}
}

// splitAtBreaks makes paragraphs of what stands in a block, one for each part between
// two line breaks or more.
func splitAtBreaks(n *html.Node) []*html.Node {
	paragraph := func() *html.Node { return &html.Node{Type: html.ElementNode, DataAtom: atom.P, Data: "p"} }
	out := []*html.Node{paragraph()}
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		if c.DataAtom == atom.Br {
			spaces := takeBreaks(n)
			if spaces > 0 {
				out = append(out, paragraph())
				continue
			}
		}
		out[len(out)-1].AppendChild(c)
	}
	return slices.DeleteFunc(out, func(p *html.Node) bool { return textOf(p) == "" })
}

// takeBreaks takes the line breaks that n begins with, and the space between them.
func takeBreaks(n *html.Node) (taken int) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		switch {
		case c.DataAtom == atom.Br:
			taken++
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		default:
			return taken
		}
		n.RemoveChild(c)
	}
	return taken
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

// isUnit reports whether an element is a list, a table or a quote that holds no part
// of the page: it comes out as it stands.
func isUnit(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Blockquote:
	default:
		return false
	}
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.Div, atom.Section, atom.Article, atom.Form, atom.Figure, atom.Script, atom.Style, atom.Button, atom.H1, atom.H2, atom.H3:
			return false
		case atom.Table:
			if n.DataAtom == atom.Table {
				return false
			}
		}
	}
	return true
}

// isAside reports whether an element is set apart from the story, or is no text.
func isAside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Aside, atom.Nav, atom.Footer, atom.Form, atom.Header, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg,
		atom.Figure, atom.Button, atom.Select, atom.Textarea, atom.Iframe, atom.Object, atom.Dialog, atom.Head, atom.H1:
		return true
	default:
		return has(n, "hidden") || attr(n, "aria-hidden") == "true" || isAsideByName(n)
	}
}

// isAsideByName knows the parts of a page by the role or the class that most sites
// give them.
func isAsideByName(n *html.Node) bool {
	switch attr(n, "role") {
	case "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert":
		return true
	}
	if n.DataAtom != atom.Div && n.DataAtom != atom.Section && n.DataAtom != atom.Ul {
		return false
	}
	for _, name := range strings.Fields(strings.ToLower(attr(n, "class") + " " + attr(n, "id"))) {
		switch name {
		case "header", "footer", "nav", "navbar", "navigation", "menu", "sidebar", "breadcrumb", "breadcrumbs", "share", "sharing", "social", "social-share",
			"comments", "comment-list", "related", "related-posts", "newsletter", "cookie", "cookies", "cookie-banner", "cookie-notice", "advert", "advertisement", "ad":
			return true
		}
	}
	return false
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
