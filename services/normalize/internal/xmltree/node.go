package xmltree

import (
	"iter"
	"strings"
)

// IsText reports whether the node is a piece of text.
func (n *Node) IsText() bool { return n != nil && n.Name == "" }

// Attr is the value of the first attribute of the local name, trimmed; empty if
// there is none. All methods of a nil node answer as one that holds nothing.
func (n *Node) Attr(name string) string {
	if n == nil {
		return ""
	}
	for i := range n.Attrs {
		if n.Attrs[i].Name == name {
			return strings.TrimSpace(n.Attrs[i].Value)
		}
	}
	return ""
}

// Child is the first element at the end of a path of local names, nil if there is
// none. Where an element of the path is repeated, each is looked into.
func (n *Node) Child(path ...string) *Node {
	for c := range n.Path(path...) {
		return c
	}
	return nil
}

// Path gives each element at the end of a path of local names, in the order of
// the document.
func (n *Node) Path(path ...string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.walkPath(path, yield) }
}

func (n *Node) walkPath(path []string, yield func(*Node) bool) bool {
	if len(path) == 0 {
		return n == nil || yield(n)
	}
	for c := range n.Elements() {
		if c.Name == path[0] && !c.walkPath(path[1:], yield) {
			return false
		}
	}
	return true
}

// Elements gives the child elements.
func (n *Node) Elements() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for _, c := range n.Children {
			if c.Name != "" && !yield(c) {
				return
			}
		}
	}
}

// Descendants gives each element below the node, parents first; one that skip
// names is given, what is in it is not.
func (n *Node) Descendants(skip ...string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.descend(skip, yield) }
}

func (n *Node) descend(skip []string, yield func(*Node) bool) bool {
	for c := range n.Elements() {
		if !yield(c) {
			return false
		}
		if !contains(skip, c.Name) && !c.descend(skip, yield) {
			return false
		}
	}
	return true
}

// Text is all text in the node as it stands, without that of elements that skip
// names.
func (n *Node) Text(skip ...string) string {
	var b strings.Builder
	n.writeText(&b, skip)
	return b.String()
}

// OneLine is all text in the node on one line, white space made single spaces.
func (n *Node) OneLine(skip ...string) string {
	return strings.Join(strings.Fields(n.Text(skip...)), " ")
}

func (n *Node) writeText(b *strings.Builder, skip []string) {
	if n == nil {
		return
	}
	b.WriteString(n.Data)
	for _, c := range n.Children {
		if c.Name == "" || !contains(skip, c.Name) {
			c.writeText(b, skip)
		}
	}
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}
