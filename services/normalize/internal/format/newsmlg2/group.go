package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// groups makes associations of a package's members, in the order of its groups from
// the root on. Each is named after the roles of the groups that lead to it, and
// relates by the mode of the last one.
func (r *reader) groups() {
	r.a.Item.Type = ninjs.TypeComposite
	g := walker{r: r, byID: map[string]*xmltree.Node{}, done: map[*xmltree.Node]bool{}}
	for n := range r.root.Path("groupSet", "group") {
		if id := attr(n, "id"); id != "" && g.byID[id] == nil {
			g.byID[id] = n
		}
	}
	for set := range r.root.Path("groupSet") {
		if root := g.byID[attr(set, "root")]; root != nil {
			g.walk(root, nil, 0)
		}
	}
	for n := range r.root.Path("groupSet", "group") {
		g.walk(n, nil, 0) // what no group refers to
	}
	g.members(r.root, nil, "")
}

// walker visits each group once, whatever refers to it.
type walker struct {
	r    *reader
	byID map[string]*xmltree.Node
	done map[*xmltree.Node]bool
}

const maxGroups = 32 // levels

func (g *walker) walk(group *xmltree.Node, path []string, depth int) {
	if g.done[group] || depth > maxGroups {
		return
	}
	g.done[group] = true
	if !g.isRoot(group) || depth > 0 {
		path = append(path[:len(path):len(path)], short(firstOf(codeAttr(group, "role"), attr(group, "id"), "group")))
	}
	rel := ""
	switch mode := strings.ToLower(codeAttr(group, "mode")); mode {
	case "seq", "sequential":
		rel = "sequential"
	case "alt", "alternative":
		rel = "alternative"
	}
	g.membersAt(group, path, rel, depth)
}

// isRoot reports whether a group only holds other groups: its role says nothing of
// a member.
func (g *walker) isRoot(group *xmltree.Node) bool {
	for n := range group.Elements() {
		if n.Name == "itemRef" || n.Name == "conceptRef" {
			return false
		}
	}
	return true
}

func (g *walker) members(n *xmltree.Node, path []string, rel string) { g.membersAt(n, path, rel, 0) }

func (g *walker) membersAt(group *xmltree.Node, path []string, rel string, depth int) {
	name := firstOf(strings.Join(path, "/"), "member")
	for n := range group.Elements() {
		switch n.Name {
		case "itemRef", "conceptRef":
			g.r.refer(n, name, rel)
		case "groupRef":
			if next := g.byID[attr(n, "idref")]; next != nil {
				g.walk(next, path, depth+1)
			}
		}
	}
}

// short cuts a part of a name: it stands before each member.
func short(s string) string {
	const most = 60 // bytes
	return strings.ToValidUTF8(s[:min(len(s), most)], "")
}
