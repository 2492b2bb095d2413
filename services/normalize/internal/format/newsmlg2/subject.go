package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// subject reads what the content is about: a topic, or a person, organisation,
// place, event or object. A bag holds several concepts.
func (r *reader) subject(n *xmltree.Node) {
	bagged := false
	for bit := range n.Path("bag", "bit") {
		bagged = true
		r.about(r.concept(bit), "about")
	}
	if c := r.concept(n); !bagged || c.name != "" || c.uri != "" {
		r.about(c, "about")
	}
}

// about files a concept by its nature, with the concepts that are related to it.
func (r *reader) about(c concept, rel string) {
	entity := r.entity(c, rel)
	if !entity {
		r.topic(c, "")
		r.relatives(c)
	}
	if c.other != "" {
		r.topic(concept{name: c.name, literal: c.other}, "sameAs")
	}
	for _, n := range c.about {
		for rn := range n.Path("related") {
			if c.nature != organisation || !isInstrument(rn) {
				r.related(rn)
			}
		}
	}
}

// entity files a concept that ninjs has a list of its own for.
func (r *reader) entity(c concept, rel string) bool {
	switch c.nature {
	case person:
		r.names.person(ninjs.Person{Name: c.name, Rel: rel, URI: r.sameURI(c), Literal: c.literal, ContactInfo: r.contacts(c)})
	case organisation:
		r.names.org(ninjs.Organisation{Name: c.name, Rel: rel, URI: r.sameURI(c), Literal: c.literal, Symbols: r.symbols(c), ContactInfo: r.contacts(c)})
	case geoArea:
		r.names.place(r.place(c, rel))
	case event:
		r.names.event(ninjs.Event{Name: c.name, Rel: rel, URI: r.sameURI(c), Literal: c.literal})
	case object:
		r.names.object(ninjs.Object{Name: c.name, Rel: rel, URI: r.sameURI(c), Literal: c.literal})
	default:
		return false
	}
	return true
}

// related files a concept that the source relates to another one; its own relatives
// are left alone.
func (r *reader) related(n *xmltree.Node) {
	c := r.plain(n)
	rel := firstOf(codeAttr(n, "rel"), "related")
	if !r.entity(c, rel) {
		r.topic(c, rel)
	}
}

// plain reads a concept without what is asserted of it.
func (r *reader) plain(n *xmltree.Node) concept {
	c := concept{qcode: attr(n, "qcode"), literal: attr(n, "literal"), name: r.nameOf(n), nature: nature(n)}
	c.identify(r, n)
	for _, key := range r.keys(n) {
		c.name = firstOf(c.name, r.subjectNames()[key])
	}
	if c.nature == "" {
		c.nature = natureOf(aliasOf(c.qcode))
	}
	return c
}

// subjectNames are the names of the item's subjects, for places where only their
// codes stand.
func (r *reader) subjectNames() map[string]string {
	if r.known == nil {
		r.known = map[string]string{}
		for n := range r.root.Path("contentMeta", "subject") {
			for _, key := range r.keys(n) {
				if name := r.nameOf(n); len(name) <= maxShared {
					r.known[key] = firstOf(r.known[key], name)
				}
			}
		}
	}
	return r.known
}

// topic files a concept as a subject in a relation.
func (r *reader) topic(c concept, rel string) {
	r.addSubject(ninjs.Subject{
		Name: c.name, Rel: rel, URI: c.uri, Literal: c.literal, Creator: c.creator, Relevance: c.relevance, Confidence: c.confidence,
	})
}

// relatives files what a topic is in other schemes, and what lies above it: an
// agency's own topics often name IPTC's in this way.
func (r *reader) relatives(c concept) {
	for _, n := range c.about {
		for same := range n.Path("sameAs") {
			s := r.plain(same)
			if len(c.name) <= maxShared {
				s.name = firstOf(s.name, c.name)
			}
			rel := ""
			if s.uri == "" {
				rel = "sameAs"
			}
			r.topic(s, rel)
		}
		for b := range n.Elements() {
			if b.Name == "broader" || b.Name == "narrower" {
				r.topic(r.plain(b), b.Name)
			}
		}
	}
}

// sameURI is the concept's URI, else that of the same one in another scheme.
func (r *reader) sameURI(c concept) ninjs.URI {
	if c.uri != "" {
		return c.uri
	}
	for _, n := range c.about {
		for same := range n.Path("sameAs") {
			if s := r.plain(same); s.uri != "" {
				return s.uri
			}
		}
	}
	return ""
}

// addSubject adds a subject once; one that was only related takes the nearer
// relation.
func (r *reader) addSubject(s ninjs.Subject) {
	if s.Name == "" && s.URI == "" && s.Literal == "" {
		return
	}
	key := firstOf(string(s.URI), s.Literal, strings.ToLower(s.Name))
	switch s.Rel {
	case "", "broader", "narrower", "sameAs":
	default:
		key = s.Rel + " " + key
	}
	if i := r.names.at("s ", key, len(r.a.Item.Subjects)); i >= 0 {
		have := &r.a.Item.Subjects[i]
		if s.Rel == "" {
			have.Rel = ""
		}
		have.Name, have.Creator = firstOf(have.Name, s.Name), firstOf(have.Creator, s.Creator)
		if have.Relevance == nil {
			have.Relevance = s.Relevance
		}
		if have.Confidence == nil {
			have.Confidence = s.Confidence
		}
		return
	}
	if len(r.a.Item.Subjects) >= maxSubjects {
		delete(r.names.have, "s "+key)
		r.note("too many subjects: the others were left out")
		return
	}
	r.a.Item.Subjects = append(r.a.Item.Subjects, s)
}
