package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// properties are those of one element, by name in small letters; the first counts.
type properties map[string]string

func propertiesOf(n *xmltree.Node) properties {
	is := properties{}
	for c := range n.Path("Property") {
		if name := word(c.Attr("FormalName")); is[name] == "" {
			is[name] = propertyValue(c)
		}
	}
	return is
}

func propertyValue(n *xmltree.Node) string {
	return firstOf(n.Attr("Value"), strings.TrimPrefix(n.Attr("ValueRef"), "#"), ownText(n))
}

// ownText is the text of an element without that of the elements in it.
func ownText(n *xmltree.Node) string {
	var own []string
	for _, c := range n.Children {
		own = append(own, strings.Fields(c.Data)...)
	}
	return strings.Join(own, " ")
}

func (is properties) first(names ...string) string {
	for _, name := range names {
		if v := is[name]; v != "" {
			return v
		}
	}
	return ""
}

// property reads what an agency says in its own words, where ninjs has a place for
// it. Other names are left out: they steer the agency's own systems.
func (p *part) property(n *xmltree.Node) {
	name, value := word(n.Attr("FormalName")), propertyValue(n)
	for c := range n.Path("Property") {
		p.property(c)
	}
	if value == "" {
		return
	}
	switch name {
	case "tesauro", "thesaurus":
		p.thesaurus(value)
	case "category", "categories", "supplementalcategory", "supplementalcategories", "section", "desk", "anpacategory", "maincategory", "subcategory":
		p.subject(ninjs.Subject{Name: value, Rel: firstOf(map[string]string{"section": "section", "desk": "desk"}[name], "category"), Literal: literalOf(n)})
	case "author", "byline", "photographer", "writer", "authorname":
		p.creator = firstOf(p.creator, value)
	case "ednote", "editorsnote", "editorialnote", "specialinstructions", "instructions", "note":
		p.edNote(value)
	case "city", "origincity":
		p.city = firstOf(p.city, value)
	case "caption", "description", "abstract", "summary":
		p.describe(map[bool]string{true: "caption", false: "summary"}[name == "caption"], value)
	case "usageterms", "restrictions", "copyrightnotice":
		p.rightsProperty(name, value)
	case "source":
		p.source("source", value, "")
	case "event", "eventname":
		p.topic(facts{kind: event, name: value}, "")
	default:
		p.otherProperty(name, value)
	}
}

func (p *part) rightsProperty(name, value string) {
	if name == "copyrightnotice" {
		p.notice(value)
		return
	}
	p.term("", value)
}

// otherProperty reads a line in the form of a property, a subject's code, or
// another id.
func (p *part) otherProperty(name, value string) {
	switch {
	case name == "dateline" || p.line(name, value):
	case name == "subjectcode" || name == "iptcsubject" || name == "subject":
		if uri := subjectURI(value); uri != "" {
			p.subject(ninjs.Subject{URI: uri})
		} else {
			p.subject(ninjs.Subject{Name: value})
		}
	case name == "urgency" && p.item && p.it.Urgency == 0:
		p.it.Urgency = urgency(value)
	case strings.HasSuffix(name, "id") && len(value) < maxName || name == "guid":
		p.alt(name, value)
	}
}

// thesaurus reads EFE's: letters for the kind, then the term ("CAT:POLITICS").
func (p *part) thesaurus(value string) {
	for _, term := range strings.FieldsFunc(value, func(c rune) bool { return c == ',' || c == ';' }) {
		kind, name, ok := strings.Cut(strings.TrimSpace(term), ":")
		if !ok {
			kind, name = "", kind
		}
		rel := map[string]string{"": "keyword", "CAT": "category"}[strings.ToUpper(kind)]
		p.subject(ninjs.Subject{Name: name, Rel: firstOf(rel, strings.ToLower(kind)), Literal: join(":", map[bool]string{true: kind + ":" + name}[ok])})
	}
}
