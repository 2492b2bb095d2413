package xmltree

import "strings"

// InnerMarkup writes what is in the node as well-formed markup: local names and
// attributes without their prefixes, text escaped. It cleans nothing.
func (n *Node) InnerMarkup() string {
	var b strings.Builder
	if n != nil {
		for _, c := range n.Children {
			c.write(&b)
		}
	}
	return b.String()
}

func (n *Node) write(b *strings.Builder) {
	if n.IsText() {
		b.WriteString(Escape(n.Data))
		return
	}
	b.WriteString("<" + n.Name)
	for _, a := range n.Attrs {
		if a.Prefix == "" && a.Name != "xmlns" {
			b.WriteString(" " + a.Name + `="` + Escape(a.Value) + `"`)
		}
	}
	if len(n.Children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, c := range n.Children {
		c.write(b)
	}
	b.WriteString("</" + n.Name + ">")
}

// Escape makes text safe between tags and in double quotes.
func Escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
