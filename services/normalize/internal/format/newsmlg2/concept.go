package newsmlg2

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// The natures of concepts (IPTC cpnature) that ninjs has a place of its own for.
const (
	person       = "person"
	organisation = "organisation"
	geoArea      = "geoArea"
	event        = "event"
	object       = "object"
)

// concept is the value of a property: who or what is meant.
type concept struct {
	uri        ninjs.URI
	literal    string // the QCode where no catalog resolves it, else free text
	other      string // free text beside such a QCode
	qcode      string
	name       string // in the article's language, if there is a choice
	nature     string // empty for topics
	creator    string
	relevance  *int
	confidence *int
	about      []*xmltree.Node // what describes it: the property, and what is asserted of it
}

// assertion is what an item says of a concept beside the properties that use it.
type assertion struct {
	node   *xmltree.Node
	uri    ninjs.URI
	nature string
	told   bool // its details are with one of the concepts already
}

// learnAsserts notes the item's assertions by what they are about.
func (r *reader) learnAsserts() {
	for n := range r.root.Path("assert") {
		a := &assertion{node: n, uri: firstURI(r.codes.uri(attr(n, "qcode")), iri(attr(n, "uri"))), nature: nature(n)}
		for _, key := range r.keys(n) {
			if r.asserts[key] == nil {
				r.asserts[key] = a
			}
		}
	}
}

// keys are the names by which a concept is referred to within an item.
func (r *reader) keys(n *xmltree.Node) []string {
	var out []string
	if q := attr(n, "qcode"); q != "" {
		out = append(out, firstOf(string(r.codes.uri(q)), q))
	}
	if u := attr(n, "uri"); u != "" {
		out = append(out, u)
	}
	if l := attr(n, "literal"); l != "" {
		out = append(out, "literal "+l)
	}
	return out
}

// concept reads the value of a property. A literal that is a bare word and that an
// assertion explains says nothing outside of the document.
func (r *reader) concept(n *xmltree.Node) concept {
	c := concept{qcode: attr(n, "qcode"), literal: attr(n, "literal"), about: []*xmltree.Node{n}}
	c.creator = firstOf(attr(n, "creator"), attr(n, "creatoruri"))
	c.relevance, c.confidence = percent(n, "relevance"), percent(n, "confidence")
	c.identify(r, n)
	c.name, c.nature = r.nameOf(n), nature(n)
	for _, key := range r.keys(n) {
		a := r.asserts[key]
		if a == nil {
			continue
		}
		if lit := attr(n, "literal"); key == "literal "+lit && strings.IndexFunc(lit, notWord) < 0 {
			c.drop(lit) // "poiID0" points at the assertion and at nothing else
		}
		r.explain(&c, a)
		break
	}
	if lit := attr(n, "literal"); c.name == "" && (c.literal == lit || c.other == lit) {
		c.name = lit
	}
	c.drop(c.name)
	if c.nature == "" {
		c.nature = natureOf(aliasOf(c.qcode))
	}
	return c
}

// identify sets uri and literal: those of the property, by URI or QCode.
func (c *concept) identify(r *reader, n *xmltree.Node) {
	c.uri = firstURI(r.codes.uri(c.qcode), iri(eightDigits(attr(n, "uri"))))
	switch {
	case c.uri != "":
	case c.qcode != "" && c.literal != "":
		c.literal, c.other = c.qcode, c.literal
	default:
		c.literal = firstOf(c.literal, c.qcode, attr(n, "uri"))
	}
}

// drop takes out a literal that says nothing more.
func (c *concept) drop(said string) {
	if strings.EqualFold(c.literal, said) {
		c.literal = ""
	}
	if strings.EqualFold(c.other, said) {
		c.other = ""
	}
}

// explain adds what is asserted, its details once: many properties may refer to
// one assertion.
func (r *reader) explain(c *concept, a *assertion) {
	c.uri, c.nature = firstURI(c.uri, a.uri), firstOf(c.nature, a.nature)
	if !a.told {
		a.told = true
		c.name = firstOf(c.name, r.nameOf(a.node))
		c.about = append(c.about, a.node)
	}
}

// nameOf chooses among the names of a concept: by language, short forms last; else
// the text that stands there by itself.
func (r *reader) nameOf(n *xmltree.Node) string {
	var full, short []label
	for c := range n.Path("name") {
		l := label{lang: langOf(c), role: codeAttr(c, "role"), text: oneLine(c)}
		switch strings.ToLower(l.role) {
		case "mnemonic", "short", "abbreviation", "adjectival", "sort", "plural":
			short = append(short, l)
		default:
			full = append(full, l)
		}
	}
	if name := firstOf(best(full, r.lang).text, best(short, r.lang).text); name != "" {
		return name
	}
	var own strings.Builder
	for _, c := range n.Children {
		own.WriteString(c.Data)
	}
	return strings.Join(strings.Fields(own.String()), " ")
}

// nature is what kind of concept it is: by its type, whatever the scheme, else by
// the details that are given.
func nature(n *xmltree.Node) string {
	for _, said := range []string{codeAttr(n, "type"), coded(n.Child("type"))} {
		switch strings.ToLower(said) {
		case "5":
			if placeType(n) {
				return geoArea
			}
		case "person", "people":
			return person
		case "organisation", "organization", "company":
			return organisation
		case "geoarea", "poi", "place", "location", "geography", "country", "city", "region":
			return geoArea
		case "event":
			return event
		case "object":
			return object
		}
	}
	for c := range n.Elements() {
		switch c.Name {
		case "personDetails":
			return person
		case "organisationDetails", "hasInstrument":
			return organisation
		case "related":
			if isInstrument(c) {
				return organisation
			}
		case "geoAreaDetails", "POIDetails":
			return geoArea
		case "eventDetails":
			return event
		case "objectDetails":
			return object
		case "facet":
			if aliasOf(attr(c, "qcode")) == "geoProp" {
				return geoArea // Reuters
			}
		}
	}
	return ""
}

// placeType reports whether a concept's type is number 5 of cptType, agencies' list of
// such types: a place.
func placeType(n *xmltree.Node) bool {
	for _, said := range []string{attr(n, "type"), attr(n, "typeuri"), attr(n.Child("type"), "qcode"), attr(n.Child("type"), "uri")} {
		if w := strings.ToLower(said); strings.HasPrefix(w, "cpttype:") || strings.HasSuffix(w, "/cpttype/5") {
			return true
		}
	}
	return false
}

func notWord(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

func percent(n *xmltree.Node, name string) *int {
	v, err := strconv.Atoi(attr(n, name))
	if err != nil || v < 0 || v > 100 {
		return nil
	}
	return &v
}
