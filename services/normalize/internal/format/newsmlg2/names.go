package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// names files who and what the item is about, each once: a name that comes again
// only adds what is not known of it.
type names struct {
	it   *ninjs.Item
	have map[string]int // kind and name → index
}

func newNames(it *ninjs.Item) *names { return &names{it: it, have: map[string]int{}} }

// at gives the index of a name that is known, -1 for one that now is.
func (c *names) at(kind, name string, next int) int {
	key := kind + strings.ToLower(name)
	if i, ok := c.have[key]; ok {
		return i
	}
	c.have[key] = next
	return -1
}

// first reports whether a key comes for the first time.
func (c *names) first(key string) bool {
	_, known := c.have[key]
	c.have[key] = 0
	return !known
}

// add gives the entry of a list that a name belongs to: nil if it has no name at
// all or the list is full. What is known of it is kept.
func add[T any](c *names, list *[]T, kind string, entry T, name, literal string, uri ninjs.URI) (have *T, known bool) {
	key := firstOf(name, literal, string(uri))
	if key == "" || len(*list) >= maxSubjects {
		return nil, false
	}
	if i := c.at(kind, key, len(*list)); i >= 0 && i < len(*list) {
		return &(*list)[i], true
	}
	for _, code := range []string{literal, string(uri)} { // by which it may come again, without a name
		if code != "" && code != key && len(code) <= maxShared {
			c.at(kind, code, len(*list))
		}
	}
	*list = append(*list, entry)
	return &(*list)[len(*list)-1], false
}

func (c *names) person(p ninjs.Person) {
	if have, known := add(c, &c.it.People, "p ", p, p.Name, p.Literal, p.URI); known {
		have.URI, have.Literal = firstURI(have.URI, p.URI), firstOf(have.Literal, p.Literal)
		have.ContactInfo = firstList(have.ContactInfo, p.ContactInfo)
	}
}

func (c *names) org(o ninjs.Organisation) {
	if have, known := add(c, &c.it.Organisations, "o ", o, o.Name, o.Literal, o.URI); known {
		have.URI, have.Literal = firstURI(have.URI, o.URI), firstOf(have.Literal, o.Literal)
		have.Symbols = firstList(have.Symbols, o.Symbols)
		have.ContactInfo = firstList(have.ContactInfo, o.ContactInfo)
	}
}

// place: what the content is about counts for more than where it was written.
func (c *names) place(p ninjs.Place) {
	if have, known := add(c, &c.it.Places, "l ", p, p.Name, p.Literal, p.URI); known {
		have.URI, have.Literal = firstURI(have.URI, p.URI), firstOf(have.Literal, p.Literal)
		have.ContactInfo = firstList(have.ContactInfo, p.ContactInfo)
		have.GeoJSON = firstList(have.GeoJSON, p.GeoJSON)
		if have.Rel == "located" || have.Rel == "" {
			have.Rel = firstOf(p.Rel, have.Rel)
		}
	}
}

func (c *names) event(e ninjs.Event) {
	if have, known := add(c, &c.it.Events, "e ", e, e.Name, e.Literal, e.URI); known {
		have.URI, have.Literal = firstURI(have.URI, e.URI), firstOf(have.Literal, e.Literal)
	}
}

func (c *names) object(o ninjs.Object) {
	if have, known := add(c, &c.it.Objects, "t ", o, o.Name, o.Literal, o.URI); known {
		have.URI, have.Literal = firstURI(have.URI, o.URI), firstOf(have.Literal, o.Literal)
	}
}

// source adds a party once in each role.
func (c *names) source(s ninjs.InfoSource) {
	if s.Name == "" && s.Literal == "" && s.URI == "" {
		return
	}
	name := s.Role + " " + firstOf(s.Name, s.Literal, string(s.URI))
	if have, known := add(c, &c.it.InfoSources, "i ", s, name, "", ""); known {
		have.URI, have.Literal = firstURI(have.URI, s.URI), firstOf(have.Literal, s.Literal)
	}
}

func firstList[S ~[]E, E any](a, b S) S {
	if len(a) > 0 {
		return a
	}
	return b
}
