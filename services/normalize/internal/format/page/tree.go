package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// walk gives each element of the tree in the document's order; a false keeps
// it out of what is inside.
func walk(n *html.Node, visit func(*html.Node) bool) {
	if n.Type == html.ElementNode && !visit(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, visit)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func hasClass(n *html.Node, names ...string) bool {
	for class := range strings.FieldsSeq(attr(n, "class")) {
		for _, name := range names {
			if strings.EqualFold(class, name) {
				return true
			}
		}
	}
	return false
}

// textOf is the text inside of a node on one line, scripts and styles left out.
func textOf(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return oneLine(b.String())
}

func writeText(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Noscript, n.DataAtom == atom.Template:
		return
	case n.DataAtom == atom.Br, isBlock(n):
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c)
	}
	if isBlock(n) {
		b.WriteByte(' ')
	}
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Td, atom.Tr, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption, atom.Section, atom.Article, atom.Dd, atom.Dt:
		return true
	default:
		return false
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t = oneLine(t); t != "" {
			return t
		}
	}
	return ""
}

// captions are the texts below the article's pictures, each once.
func captions(root *html.Node) []string {
	var out []string
	seen := map[string]bool{}
	walk(root, func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.Aside, atom.Nav, atom.Footer, atom.Form:
			return false
		}
		if n.DataAtom != atom.Figcaption && !hasClass(n, "wp-caption-text", "image-caption", "photo-caption") {
			return true
		}
		if text := textOf(n); text != "" && !seen[text] && len(out) < 20 && len(text) < 2000 {
			seen[text] = true
			out = append(out, text)
		}
		return false
	})
	return out
}
