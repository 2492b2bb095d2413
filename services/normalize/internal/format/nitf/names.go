package nitf

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// names collects who and what the provider marked up, each once: a name that comes
// again only adds what is not known of it.
type names struct {
	people  []ninjs.Person
	orgs    []ninjs.Organisation
	places  []ninjs.Place
	events  []ninjs.Event
	objects []ninjs.Object
	have    map[string]int // kind and name → index
}

func newNames() *names { return &names{have: map[string]int{}} }

func (c *names) into(it *ninjs.Item) {
	it.People, it.Organisations, it.Places, it.Events, it.Objects = c.people, c.orgs, c.places, c.events, c.objects
}

// at gives the index of a name that is known, -1 for one that now is.
func (c *names) at(kind, name string, next int) int {
	key := kind + strings.ToLower(name)
	if i, ok := c.have[key]; ok {
		return i
	}
	c.have[key] = next
	return -1
}

// The bounds of a name: what is longer, or deeper within other names, is none.
const (
	maxName   = 300 // bytes
	maxWithin = 3   // names around it
)

// collect reads all names in an element, in a relation to the document ("about",
// or none for those in the text). Pictures and by-lines have names of their own.
func (c *names) collect(parent *xmltree.Node, rel string) { c.collectIn(parent, rel, 0) }

func (c *names) collectIn(parent *xmltree.Node, rel string, within int) {
	for n := range parent.Elements() {
		inner := within
		switch n.Name {
		case "media", "byline", "distributor", "dateline", "rights", "copyrite":
			continue
		case "person", "org", "location", "event", "object.title":
			if inner++; inner > maxWithin {
				continue
			}
			c.one(n, rel)
		}
		c.collectIn(n, rel, inner)
	}
}

func (c *names) one(n *xmltree.Node, rel string) {
	uri, literal := codeIdentity(n)
	switch name := entityName(n); {
	case len(name)+len(literal)+len(uri) > maxName:
	case n.Name == "person":
		c.person(ninjs.Person{Name: personName(n), Rel: rel, URI: uri, Literal: literal})
	case n.Name == "org":
		c.org(organisation(n, rel))
	case n.Name == "location":
		c.place(location(n, rel))
	case n.Name == "event":
		c.event(ninjs.Event{Name: name, Rel: rel, URI: uri, Literal: literal})
	case n.Name == "object.title":
		c.object(ninjs.Object{Name: name, Rel: rel, URI: uri, Literal: literal})
	}
}

func (c *names) person(p ninjs.Person) {
	if p.Name == "" && p.Literal == "" && p.URI == "" {
		return
	}
	i := c.at("p ", firstOf(p.Name, p.Literal, string(p.URI)), len(c.people))
	if i < 0 {
		c.people = append(c.people, p)
		return
	}
	have := &c.people[i]
	have.URI, have.Literal = firstURI(have.URI, p.URI), firstOf(have.Literal, p.Literal)
}

func (c *names) org(o ninjs.Organisation) {
	if o.Name == "" && o.Literal == "" && o.URI == "" {
		return
	}
	i := c.at("o ", firstOf(o.Name, o.Literal, string(o.URI)), len(c.orgs))
	if i < 0 {
		c.orgs = append(c.orgs, o)
		return
	}
	have := &c.orgs[i]
	have.URI, have.Literal = firstURI(have.URI, o.URI), firstOf(have.Literal, o.Literal)
	if len(have.Symbols) == 0 {
		have.Symbols = o.Symbols
	}
}

func (c *names) place(p ninjs.Place) {
	if p.Name == "" && p.Literal == "" && p.URI == "" {
		return
	}
	i := c.at("l ", firstOf(p.Name, p.Literal, string(p.URI)), len(c.places))
	if i < 0 {
		c.places = append(c.places, p)
		return
	}
	have := &c.places[i]
	have.URI, have.Literal = firstURI(have.URI, p.URI), firstOf(have.Literal, p.Literal)
	if len(have.ContactInfo) == 0 {
		have.ContactInfo = p.ContactInfo
	}
}

func (c *names) event(e ninjs.Event) {
	if name := firstOf(e.Name, e.Literal, string(e.URI)); name != "" && c.at("e ", name, len(c.events)) < 0 {
		c.events = append(c.events, e)
	}
}

func (c *names) object(o ninjs.Object) {
	if name := firstOf(o.Name, o.Literal, string(o.URI)); name != "" && c.at("t ", name, len(c.objects)) < 0 {
		c.objects = append(c.objects, o)
	}
}

func firstURI(a, b ninjs.URI) ninjs.URI {
	if a != "" {
		return a
	}
	return b
}
