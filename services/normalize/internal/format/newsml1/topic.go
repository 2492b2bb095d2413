package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// kind is what a topic is.
type kind int

const (
	other kind = iota
	person
	organisation
	location
	event
	object
)

// facts are what a topic says of itself.
type facts struct {
	kind                  kind
	name, literal, symbol string
	uri                   ninjs.URI
	exchange              string
}

// topicsOf finds the topics of a document by their Duid.
func topicsOf(root *xmltree.Node) map[string]*facts {
	topics := map[string]*facts{}
	for n := range root.Descendants("DataContent", "Topic") {
		if id := n.Attr("Duid"); n.Name == "Topic" && id != "" && topics[id] == nil {
			f := factsOf(n)
			topics[id] = &f
		}
	}
	return topics
}

func kindOf(typeName string) kind {
	switch w := word(typeName); {
	case contains(w, "person", "people", "author", "staff"):
		return person
	case contains(w, "compan", "organi", "agency", "party", "team", "government", "provider", "institution"):
		return organisation
	case contains(w, "place", "location", "countr", "city", "region", "geograph", "area", "state"):
		return location
	case contains(w, "event"):
		return event
	case contains(w, "object", "product", "work", "artefact"):
		return object
	default:
		return other
	}
}

// factsOf reads a topic: its names are its descriptions, its codes the formal names
// in their schemes.
func factsOf(n *xmltree.Node) facts {
	f := facts{kind: kindOf(formal(n.Child("TopicType"))), name: topicName(n)}
	for c := range n.Path("FormalName") {
		code, scheme := c.OneLine(), firstOf(c.Attr("Scheme"), c.Attr("Vocabulary"))
		if isSymbol(scheme) && f.symbol == "" {
			f.symbol, f.exchange = code, scheme
		}
		if f.literal == "" && code != "" && !tooLong(code) {
			f.literal = join(":", scheme, code)
		}
	}
	if uri, _ := uriOrID(n.Attr("Details")); uri != "" {
		f.uri = uri
	}
	if f.name == "" {
		f.name = n.Child("FormalName").OneLine()
	}
	return f
}

// topicName is the first description, full names before short ones.
func topicName(n *xmltree.Node) string {
	short := ""
	for d := range n.Path("Description") {
		if contains(word(d.Attr("Variant")), "short", "abbr") {
			short = firstOf(short, flat(d))
		} else if text := flat(d); text != "" {
			return text
		}
	}
	return firstOf(short, propertiesOf(n).first("name", "fullname", "displayname"))
}

// isSymbol knows the schemes of financial instruments.
func isSymbol(scheme string) bool {
	switch word(scheme) {
	case "ric", "ticker", "isin", "cusip", "sedol", "wkn", "symbol", "nyse", "nasdaq", "lse", "ase", "athex":
		return true
	default:
		return false
	}
}

// occurrence reads a topic that the content deals with.
func (p *part) occurrence(n *xmltree.Node) {
	ref := n.Attr("Topic")
	_, id, _ := strings.Cut(ref, "#")
	if t := p.r.topics[firstOf(id, ref)]; t != nil {
		p.topic(*t, relation(n.Attr("HowPresent"), "about"))
		return
	}
	name := firstOf(formal(n), id, ref)
	p.subject(ninjs.Subject{Name: name, Rel: relation(n.Attr("HowPresent"), "about"), Literal: ref, Relevance: percent(n.Attr("Importance")), Confidence: percent(n.Attr("Confidence"))})
}

// topic adds a topic by its kind, once in each relation.
func (p *part) topic(f facts, rel string) {
	it := p.it
	if f.name == "" || tooLong(f.name) || !p.new([4]any{"topic", f.kind, f.name, rel}, len(it.People)+len(it.Organisations)+len(it.Places)+len(it.Events)+len(it.Objects)) {
		return
	}
	switch f.kind {
	case person:
		it.People = append(it.People, ninjs.Person{Name: f.name, Rel: rel, URI: f.uri, Literal: f.literal})
	case organisation:
		o := ninjs.Organisation{Name: f.name, Rel: rel, URI: f.uri, Literal: f.literal}
		if f.symbol != "" {
			o.Symbols = []ninjs.Symbol{{Symbol: f.symbol, Exchange: exchange(f.exchange)}}
		}
		it.Organisations = append(it.Organisations, o)
	case location:
		it.Places = append(it.Places, ninjs.Place{Name: f.name, Rel: rel, URI: f.uri, Literal: f.literal})
	case event:
		it.Events = append(it.Events, ninjs.Event{Name: f.name, Rel: rel, URI: f.uri, Literal: f.literal})
	case object:
		it.Objects = append(it.Objects, ninjs.Object{Name: f.name, Rel: rel, URI: f.uri, Literal: f.literal})
	default:
		p.subject(ninjs.Subject{Name: f.name, Rel: rel, URI: f.uri, Literal: f.literal})
	}
}

// exchange is the scheme of a symbol where that is an exchange.
func exchange(scheme string) string {
	switch word(scheme) {
	case "ric", "ticker", "isin", "cusip", "sedol", "wkn", "symbol":
		return ""
	default:
		return scheme
	}
}
