package mapped

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/antchfx/xpath"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

func openXML(name string, in format.Input) (document, error) {
	doc, err := xmltree.Parse(name, in.Data, in.ContentType)
	if err != nil {
		return document{}, err
	}
	return document{roots: []node{xmlNode{tree: newTree(doc.Root), at: 1, attr: none}}, notes: doc.Notes}, nil
}

// xmlNode is a place in a tree.
type xmlNode struct {
	tree     *tree
	at, attr int32
}

func (x xmlNode) parts() []node { return []node{x} }

func (x xmlNode) text() string {
	n := x.tree.places[x.at].node
	switch {
	case n == nil:
		return ""
	case x.attr != none:
		return n.Attrs[x.attr].Value
	case len(n.Children) == 1 && n.Children[0].IsText():
		return n.Children[0].Data // most elements
	default:
		return n.Text()
	}
}

// markup is what the element holds as elements, else its text, which is markup
// that was escaped or put into CDATA.
func (x xmlNode) markup() string {
	if x.hasElements() {
		return x.tree.places[x.at].node.InnerMarkup()
	}
	return x.text()
}

func (x xmlNode) hasElements() bool {
	n := x.tree.places[x.at].node
	if n != nil && x.attr == none {
		for range n.Elements() {
			return true
		}
	}
	return false
}

type xmlQuery struct{ expr *xpath.Expr }

// compileXPath checks more than the syntax: a path is tried on an element that
// holds nothing, since some mistakes are only found then.
func compileXPath(path string, namespaces map[string]string) (query, error) {
	expr, err := xpath.CompileWithNS(path, namespaces)
	if err != nil {
		return nil, err
	}
	q := xmlQuery{expr}
	_, err = q.find(xmlNode{tree: newTree(&xmltree.Node{Name: "none"}), at: 1, attr: none})
	return q, err
}

func (q xmlQuery) find(at node) (out []node, err error) {
	defer recovered(&err)
	x, ok := origin(at).(xmlNode)
	if !ok {
		return nil, nil
	}
	switch v := q.expr.Evaluate(&cursor{x}).(type) {
	case *xpath.NodeIterator:
		for v.MoveNext() {
			c, ok := v.Current().(*cursor)
			if !ok || len(out) > len(x.tree.places)*maxAttributes {
				return nil, errCost // a condition where a path should be
			}
			out = append(out, c.xmlNode)
		}
		return inDocumentOrder(out), nil
	case string:
		return []node{made{value: v, from: x}}, nil
	case bool:
		return []node{made{value: strconv.FormatBool(v), from: x}}, nil
	case float64:
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			return []node{made{value: strconv.FormatFloat(v, 'f', -1, 64), from: x}}, nil
		}
	}
	return out, nil
}

// inDocumentOrder sorts what package xpath finds: it gives the parts of a union one after
// the other, and those that a position finds from the end.
func inDocumentOrder(found []node) []node {
	slices.SortStableFunc(found, func(a, b node) int {
		x, y := a.(xmlNode), b.(xmlNode)
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.attr, y.attr))
	})
	return slices.Compact(found)
}
