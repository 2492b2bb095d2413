package nitf

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

const xhtml = "application/xhtml+xml"

// readBody reads the text and what is below it.
func (r *reader) readBody() {
	for content := range r.root.Path("body", "body.content") {
		r.addBody("", r.content(content))
		r.names.collect(content, "")
		r.readMedia(content)
		r.copyrite(content)
	}
	for end := range r.root.Path("body", "body.end") {
		r.readEnd(end)
	}
}

// addBody adds a part of the text in a role.
func (r *reader) addBody(role string, b ninjs.Body) {
	if b.Role = role; b.Value != "" {
		r.bodies = append(r.bodies, b)
	}
}

// joinBodies makes one text of all parts of a role in one content type.
func joinBodies(parts []ninjs.Body) []ninjs.Body {
	var out []ninjs.Body
	values, at := [][]string{}, map[[2]string]int{}
	for _, b := range parts {
		key := [2]string{b.Role, b.ContentType}
		i, have := at[key]
		if !have {
			i = len(out)
			at[key], out, values = i, append(out, b), append(values, nil)
		}
		values[i] = append(values[i], b.Value)
	}
	for i := range out {
		out[i].Value = strings.Join(values[i], "\n")
	}
	return out
}

// readEnd reads what is shown below the text: it is no part of it, and keeps its
// own role.
func (r *reader) readEnd(end *xmltree.Node) {
	for n := range end.Elements() {
		switch {
		case n.Name == "tagline" && n.Attr("type") == "npa":
			r.edNote(paragraphs(n))
		case n.Name == "tagline" || n.Name == "bibliography":
			r.addBody(n.Name, r.markup(n))
		}
	}
	r.names.collect(end, "")
}

// copyrite reads copyright that stands in the text.
func (r *reader) copyrite(content *xmltree.Node) {
	it := &r.a.Item
	for n := range content.Descendants("copyrite") {
		if n.Name == "copyrite" {
			it.CopyrightNotice = firstOf(it.CopyrightNotice, flat(n))
			it.CopyrightHolder = firstOf(it.CopyrightHolder, n.Child("copyrite.holder").OneLine())
		}
	}
}

var escapedMarkup = regexp.MustCompile(`(?i)<(?:p|br|div|table|pre|ul|b|i|u|em|strong|span|font|a|h[1-6])(?:\s[^<>]*)?/?>`)

// content gives the text as markup. Some agencies put HTML into one piece of text;
// a text whose format is ANPA's "t" is tabular: its lines and spaces count.
func (r *reader) content(n *xmltree.Node) ninjs.Body {
	switch {
	case strings.TrimSpace(n.Text()) == "":
		return ninjs.Body{}
	case escapedMarkup.MatchString(n.Text()) && onePiece(n):
		return ninjs.Body{ContentType: "text/html", Value: n.Text()}
	case strings.EqualFold(r.meta["anpa-format"], "t") && !hasLayout(n):
		return ninjs.Body{ContentType: xhtml, Value: "<pre>" + xmltree.Escape(tabular(n)) + "</pre>"}
	default:
		return r.markup(n)
	}
}

// onePiece reports whether all text is one piece within a block or a paragraph.
func onePiece(n *xmltree.Node) bool {
	for {
		var only *xmltree.Node
		for c := range n.Elements() {
			if only != nil {
				return false
			}
			only = c
		}
		switch {
		case only == nil:
			return true
		case hasOwnText(n), only.Name != "block" && only.Name != "p" && only.Name != "pre":
			return false
		}
		n = only
	}
}

func (r *reader) markup(n *xmltree.Node) ninjs.Body {
	w := writer{r: r}
	w.children(n, true)
	switch {
	case strings.TrimSpace(w.b.String()) == "":
		return ninjs.Body{}
	case w.html:
		return ninjs.Body{ContentType: "text/html", Value: w.b.String()}
	default:
		return ninjs.Body{ContentType: xhtml, Value: w.b.String()}
	}
}

// hasLayout reports whether the tabular parts are marked up as such.
func hasLayout(n *xmltree.Node) bool {
	for c := range n.Descendants() {
		switch c.Name {
		case "pre", "table", "nitf-table":
			return true
		}
	}
	return false
}

// tabular is the text as it stands, each paragraph and break on a line of its own.
func tabular(n *xmltree.Node) string {
	var b strings.Builder
	writeTabular(&b, n)
	return strings.Trim(b.String(), "\n")
}

func writeTabular(b *strings.Builder, n *xmltree.Node) {
	for _, c := range n.Children {
		switch {
		case c.IsText() && strings.TrimSpace(c.Data) != "":
			b.WriteString(c.Data)
		case c.Name == "br":
			b.WriteByte('\n')
		case c.Name == "media" || c.Name == "note" && c.Attr("type") == "npa":
		case c.Name != "":
			writeTabular(b, c)
			if isBlock(c.Name) {
				b.WriteByte('\n')
			}
		}
	}
}
