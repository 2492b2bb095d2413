package nitf

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// flat is the text of an element on one line, without elements that skip names.
// Unlike xmltree's, it parts what breaks and paragraphs part.
func flat(n *xmltree.Node, skip ...string) string {
	return strings.Join(strings.Fields(paragraphs(n, skip...)), " ")
}

// paragraphs is the text of an element, one line for each paragraph.
func paragraphs(n *xmltree.Node, skip ...string) string {
	var b strings.Builder
	writeLines(&b, n, skip)
	var out []string
	for line := range strings.SplitSeq(b.String(), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

func writeLines(b *strings.Builder, n *xmltree.Node, skip []string) {
	if n == nil {
		return
	}
	for _, c := range n.Children {
		switch {
		case c.IsText():
			b.WriteString(lineBreaks.Replace(c.Data))
		case slices.Contains(skip, c.Name) || c.Name == "alt-code" || c.Name == "media":
		case isBlock(c.Name):
			b.WriteByte('\n')
			writeLines(b, c, skip)
			b.WriteByte('\n')
		case c.Name == "person" || c.Name == "location":
			b.WriteString(inlineText(c))
		default:
			writeLines(b, c, skip)
		}
	}
}

var lineBreaks = strings.NewReplacer("\n", " ", "\r", " ")

func hasElements(n *xmltree.Node) bool {
	for range n.Elements() {
		return true
	}
	return false
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(name string) bool {
	switch name {
	case "p", "br", "hl1", "hl2", "block", "bq", "credit", "ul", "ol", "li", "dl", "dt", "dd", "pre", "hr", "table", "tr", "td", "th",
		"caption", "body.content", "body.head", "note", "nitf-table", "datasource", "media-caption", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
		"rights.owner", "rights.type", "rights.limitations", "rights.geography", "rights.agent", "rights.startdate", "rights.enddate":
		return true
	default:
		return false
	}
}

// inlineText is the text of a name as it stands in a sentence. Where it is made of
// elements alone, they are parted as a reader expects it.
func inlineText(n *xmltree.Node) string {
	if hasOwnText(n) || !hasElements(n) {
		return n.Text("alt-code")
	}
	sep := " "
	if n.Name == "location" || n.Name == "postaddr" {
		sep = ", "
	}
	var parts []string
	for c := range n.Elements() {
		if c.Name != "alt-code" {
			parts = append(parts, strings.TrimSpace(c.Text("alt-code")))
		}
	}
	return join(sep, parts...)
}
