package xmltree

import (
	"encoding/xml"
	"maps"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// A general entity's declaration; those of parameter entities (%) are never
// followed.
var entityDeclaration = regexp.MustCompile(`<!ENTITY\s+([^%\s"'<>&;]+)\s`)

// forbidden stands for an entity that the document declares. It begins with a
// noncharacter that no text holds (Unicode 23.7), so that the place where it is
// used is found, and nowhere else is.
const forbidden = "\U0010FFFE"

// declare makes the entities of a document type declaration forbidden, not the
// declaration: agencies carry theirs without using it. A name that HTML has
// means what HTML says.
func (r *reader) declare(d xml.Directive) {
	names := entityDeclaration.FindAllSubmatch(d, -1)
	if len(names) == 0 {
		return
	}
	entity := maps.Clone(r.dec.Entity)
	for _, m := range names {
		name := string(m[1])
		if _, html := xml.HTMLEntity[name]; !html && !predefined(name) {
			entity[name] = forbidden + name + forbidden
			r.declared = true
		}
	}
	r.dec.Entity = entity
}

func predefined(name string) bool {
	switch name {
	case "lt", "gt", "amp", "apos", "quot":
		return true
	default:
		return false
	}
}

// entities refuses text in which a declared entity is used.
func (r *reader) entities(s string) error {
	if !r.declared {
		return nil
	}
	if _, rest, found := strings.Cut(s, forbidden); found {
		name, _, _ := strings.Cut(rest, forbidden)
		return r.fail(contract.ReasonMalformed, "entity &%s; is declared by the document itself, and such entities are not expanded", short(name))
	}
	return nil
}
