package mapped

import (
	"regexp"
	"strings"
)

// Names, one below the other, perhaps with an attribute at the end: what most
// paths are.
var simpleSyntax = regexp.MustCompile(`^(?:[\pL_][\pL\pN_.-]*/)*(?:@?[\pL_][\pL\pN_.-]*)$`)

// simple walks such a path itself, for a fraction of what package xpath takes. It
// gives what that gives.
type simple struct {
	names []string
	attr  string // empty: the element
}

func simplePath(path string) (simple, bool) {
	if !simpleSyntax.MatchString(path) {
		return simple{}, false
	}
	names := strings.Split(path, "/")
	if attr, ok := strings.CutPrefix(names[len(names)-1], "@"); ok {
		return simple{names: names[:len(names)-1], attr: attr}, attr != "xmlns"
	}
	return simple{names: names}, true
}

func (s simple) find(at node) ([]node, error) {
	x, ok := origin(at).(xmlNode)
	if !ok || x.attr != none {
		return nil, nil
	}
	var out []node
	s.walk(x, s.names, &out)
	if x.tree.steps < 0 {
		return nil, errCost
	}
	return out, nil
}

func (s simple) walk(x xmlNode, names []string, out *[]node) {
	if len(names) == 0 {
		s.take(x, out)
		return
	}
	for c := x.tree.places[x.at].child; c != none; c = x.tree.places[c].next {
		if x.tree.steps--; x.tree.steps < 0 {
			return
		}
		if x.tree.places[c].node.Name == names[0] {
			s.walk(xmlNode{tree: x.tree, at: c, attr: none}, names[1:], out)
		}
	}
}

func (s simple) take(x xmlNode, out *[]node) {
	if s.attr == "" {
		*out = append(*out, x)
		return
	}
	n := x.tree.places[x.at].node
	if n == nil {
		return
	}
	for i, a := range n.Attrs {
		if a.Name == s.attr && a.Prefix != "xmlns" {
			*out = append(*out, xmlNode{tree: x.tree, at: x.at, attr: int32(i)}) //nolint:gosec // at most 256
		}
	}
}
