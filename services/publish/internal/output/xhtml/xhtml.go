// Package xhtml reads the XHTML of a body into a tree, so that other formats can
// take it over element by element.
//
// It loads nothing and expands no entity but those of HTML. What it can't read is
// for the caller to replace by the plain text.
package xhtml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Node is an element with a name, or a piece of text without one.
type Node struct {
	Name     string
	Attrs    map[string]string
	Text     string
	Children []*Node
}

// maxDepth bounds nested elements: what normalize writes has no more than 256.
const maxDepth = 300

// ErrDepth says that elements are nested too deep.
var ErrDepth = errors.New("elements are nested too deep")

// Parse reads a fragment of XHTML, as a body holds it.
func Parse(fragment string) ([]*Node, error) {
	d := xml.NewDecoder(strings.NewReader("<body>" + fragment + "</body>"))
	d.Entity = xml.HTMLEntity
	root := &Node{}
	path := []*Node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root.Children[0].Children, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read XHTML: %w", err)
		}
		if path, err = add(path, token); err != nil {
			return nil, err
		}
	}
}

func add(path []*Node, token xml.Token) ([]*Node, error) {
	parent := path[len(path)-1]
	switch t := token.(type) {
	case xml.StartElement:
		if len(path) > maxDepth {
			return nil, ErrDepth
		}
		n := &Node{Name: strings.ToLower(t.Name.Local), Attrs: map[string]string{}}
		for _, a := range t.Attr {
			n.Attrs[strings.ToLower(a.Name.Local)] = a.Value
		}
		parent.Children = append(parent.Children, n)
		return append(path, n), nil
	case xml.EndElement:
		return path[:len(path)-1], nil
	case xml.CharData:
		parent.Children = append(parent.Children, &Node{Text: string(t)})
	}
	return path, nil
}

// Paragraphs makes paragraphs of plain text, one of each line.
func Paragraphs(lines []string) []*Node {
	out := make([]*Node, len(lines))
	for i, line := range lines {
		out[i] = &Node{Name: "p", Children: []*Node{{Text: line}}}
	}
	return out
}

// Blank reports whether the node is text without a word in it.
func (n *Node) Blank() bool { return n.Name == "" && strings.TrimSpace(n.Text) == "" }
