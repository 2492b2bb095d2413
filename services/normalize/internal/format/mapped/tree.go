package mapped

import (
	"github.com/antchfx/xpath"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

const (
	none          = -1
	maxAttributes = 256 // of one element, as xmltree has it

	// How many steps all paths together may take: so many for each place of the
	// document, and some more.
	stepFactor, stepsFree = 1_000, 1_000_000
	bytesOfAStep          = 64 // of text that is looked at
)

// tree gives the nodes of a document what a path needs beside: parents and
// siblings. Place 0 is the document, place 1 its root element.
type tree struct {
	places []place
	steps  int // that are left
}

type place struct {
	node                      *xmltree.Node
	parent, prev, next, child int32
}

func newTree(root *xmltree.Node) *tree {
	t := &tree{places: []place{{parent: none, prev: none, next: none, child: 1}}}
	t.add(root, 0, none)
	t.steps = stepsFree + stepFactor*len(t.places)
	return t
}

// add goes as deep as xmltree lets a document be.
func (t *tree) add(n *xmltree.Node, parent, prev int32) int32 {
	at := int32(len(t.places)) //nolint:gosec // a document has fewer parts than bytes
	t.places = append(t.places, place{node: n, parent: parent, prev: prev, next: none, child: none})
	last := int32(none)
	for _, c := range n.Children {
		child := t.add(c, at, last)
		if last == none {
			t.places[at].child = child
		} else {
			t.places[last].next = child
		}
		last = child
	}
	return at
}

// cursor walks over a tree for package xpath. Names have no prefix here: so a path
// without prefixes finds elements whatever their namespace, and one with a prefix
// compares namespaces.
type cursor struct{ xmlNode }

func (c *cursor) NodeType() xpath.NodeType {
	switch {
	case c.at == 0:
		return xpath.RootNode
	case c.attr != none:
		return xpath.AttributeNode
	case c.tree.places[c.at].node.IsText():
		return xpath.TextNode
	default:
		return xpath.ElementNode
	}
}

func (c *cursor) LocalName() string {
	switch n := c.tree.places[c.at].node; {
	case n == nil:
		return ""
	case c.attr != none:
		return n.Attrs[c.attr].Name
	default:
		return n.Name
	}
}

func (*cursor) Prefix() string { return "" }

// Value costs steps too: a condition may ask for the same text again and again.
func (c *cursor) Value() string {
	var text string
	if c.at == 0 {
		text = c.tree.places[1].node.Text()
	} else {
		text = c.text()
	}
	if c.tree.steps -= len(text) / bytesOfAStep; c.tree.steps < 0 {
		panic(errCost)
	}
	return text
}

func (c *cursor) Copy() xpath.NodeNavigator {
	out := *c
	return &out
}

func (c *cursor) MoveToRoot() { c.at, c.attr = 0, none }

func (c *cursor) MoveToParent() bool {
	if c.attr != none {
		c.attr = none
		return true
	}
	return c.move(c.tree.places[c.at].parent)
}

func (c *cursor) MoveToChild() bool {
	return c.attr == none && c.move(c.tree.places[c.at].child)
}

func (c *cursor) MoveToNext() bool {
	return c.attr == none && c.move(c.tree.places[c.at].next)
}

func (c *cursor) MoveToPrevious() bool {
	return c.attr == none && c.move(c.tree.places[c.at].prev)
}

func (c *cursor) MoveToFirst() bool {
	if c.attr != none || c.at == 0 || c.tree.places[c.at].prev == none {
		return false
	}
	return c.move(c.tree.places[c.tree.places[c.at].parent].child)
}

func (c *cursor) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*cursor)
	if !ok || o.tree != c.tree {
		return false
	}
	*c = *o
	return true
}

// move counts: no path may make a document cost more than a multiple of its size.
// Package xpath has no other way out of an evaluation than a panic.
func (c *cursor) move(to int32) bool {
	if c.tree.steps--; c.tree.steps < 0 {
		panic(errCost)
	}
	if to == none {
		return false
	}
	c.at = to
	return true
}
