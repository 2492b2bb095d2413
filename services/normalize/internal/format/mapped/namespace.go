package mapped

import "github.com/wireroom/wireroom/services/normalize/internal/xmltree"

const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

// MoveToNextAttribute leaves declarations of namespaces out: they are no
// attributes for XPath (5.3).
func (c *cursor) MoveToNextAttribute() bool {
	n := c.tree.places[c.at].node
	if n == nil {
		return false
	}
	for i := c.attr + 1; int(i) < len(n.Attrs); i++ {
		if a := n.Attrs[i]; a.Prefix != "xmlns" && (a.Prefix != "" || a.Name != "xmlns") {
			c.attr = i
			return true
		}
	}
	return false
}

// NamespaceURL is the namespace of an element or an attribute, empty if it has
// none. Package xpath looks for this method.
func (c *cursor) NamespaceURL() string {
	n := c.tree.places[c.at].node
	switch {
	case n == nil:
		return ""
	case c.attr == none:
		return c.tree.namespace(c.at, n.Prefix)
	case n.Attrs[c.attr].Prefix == "":
		return ""
	default:
		return c.tree.namespace(c.at, n.Attrs[c.attr].Prefix)
	}
}

// namespace looks for the nearest declaration of a prefix (Namespaces in XML 1.0,
// 6.1).
func (t *tree) namespace(at int32, prefix string) string {
	if prefix == "xml" {
		return xmlNamespace
	}
	for ; at > 0; at = t.places[at].parent {
		if uri, ok := declared(t.places[at].node, prefix); ok {
			return uri
		}
	}
	return ""
}

func declared(n *xmltree.Node, prefix string) (string, bool) {
	for _, a := range n.Attrs {
		if prefix == "" && a.Prefix == "" && a.Name == "xmlns" || prefix != "" && a.Prefix == "xmlns" && a.Name == prefix {
			return a.Value, true
		}
	}
	return "", false
}
