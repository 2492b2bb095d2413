package page

import (
	"strings"

	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/xhtml"
	"github.com/wireroom/wireroom/services/publish/internal/page/worddiff"
)

// compare marks what changed from one version to another.
func compare(from, to *version) *changes {
	c := &changes{From: from, To: to, Headline: worddiff.Words(from.Headline, to.Headline)}
	older, newer := paragraphs(from.article), paragraphs(to.article)
	c.None = from.Headline == to.Headline && older == newer
	for _, p := range worddiff.Words(older, newer) {
		for i, part := range strings.Split(p.Text, "\n\n") {
			if i > 0 || len(c.Text) == 0 {
				c.Text = append(c.Text, nil)
			}
			if part != "" {
				n := len(c.Text) - 1
				c.Text[n] = append(c.Text[n], worddiff.Piece{Op: p.Op, Text: part})
			}
		}
	}
	return c
}

// paragraphs is the text with an empty line between paragraphs.
func paragraphs(a content.Article) string {
	var lines []string
	for _, n := range a.Nodes() {
		lines = append(lines, content.Lines(words(n))...)
	}
	return strings.Join(lines, "\n\n")
}

// words is the text of a node, with a line for each block within.
func words(n *xhtml.Node) string {
	if n.Name == "" {
		return n.Text
	}
	var b strings.Builder
	for _, c := range n.Children {
		b.WriteString(words(c))
	}
	switch n.Name {
	case "p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "blockquote", "br":
		b.WriteString("\n")
	case "td", "th":
		b.WriteString(" ")
	}
	return b.String()
}
