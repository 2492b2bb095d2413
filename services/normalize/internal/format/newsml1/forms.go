package newsml1

import (
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// forms are the files of one medium that stand as components beside each other.
type forms struct {
	part  *part
	roles map[string]bool
	whole bool // the medium itself is among them, not only forms of it
}

// mediumOrForm reads a component of a medium, or of a further form of the medium before
// it: main picture, preview and thumbnail are one. A form has a role that tells it from
// the others, and no caption or headline of its own; two media in one role are two.
func (r *reader) mediumOrForm(p *part, parent, n *xmltree.Node) {
	role := r.label(n).role
	form := isRenditionRole(role)
	own := r.traits[n].other || n.Child("NewsLines") != nil
	f := r.forms[parent]
	switch {
	case r.gallery(n):
		r.mediaIn(p, n)
		delete(r.forms, parent)
	case f != nil && !f.roles[role] && (form && !own || !form && !f.whole):
		f.roles[role], f.whole = true, f.whole || !form
		if id := n.Attr("Duid"); id != "" {
			f.part.alt("duid", id)
			f.part.medium.names = append(f.part.medium.names, id)
		}
		r.component(f.part, n)
	default:
		m := r.newMedium(n)
		r.forms[parent] = &forms{part: m, roles: map[string]bool{role: true}, whole: !form}
		r.component(m, n)
	}
}
