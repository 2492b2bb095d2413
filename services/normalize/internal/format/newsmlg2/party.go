package newsmlg2

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// maker is who made the content or added to it; whether a person, is known when all
// parties are.
type maker struct {
	concept
	role string
	kind string // creator or contributor
}

// maker reads who made the content. Some give the role in place of the person.
func (r *reader) maker(n *xmltree.Node) {
	m := maker{r.concept(n), firstOf(codeAttr(n, "role"), n.Name), n.Name}
	if alias := aliasOf(m.qcode); alias == "crol" || alias == "ctrol" || alias == "cpprole" {
		m.role, m.uri, m.literal = codeOf(m.qcode), "", ""
	}
	if m.nature == "" && house.MatchString(m.name) {
		m.nature = organisation
	}
	r.makers = append(r.makers, m)
}

// house tells the names of companies and agencies from those of people.
var house = regexp.MustCompile(`(?:^The |\b(?:Ltd|Inc|LLC|GmbH|AG|plc|PLC|Corp|Corporation|Agency|Agentur|Agence|Agencia|Agenzia|News|Television|TV|Press|Presse|Media|Network|Images|Newsroom|Broadcasting|Wire)\b)`)

// source files a party that supplied the content, by the role that is said, else by
// the property's name.
func (r *reader) source(n *xmltree.Node) {
	c := r.concept(n)
	role := codeAttr(n, "role")
	switch {
	case role != "":
	case n.Name == "infoSource":
		role = "source"
	default:
		role = n.Name
	}
	r.names.source(r.party(c, role))
}

// party is a concept as a source. A code alone has to do as its name: readers know
// agencies by theirs.
func (r *reader) party(c concept, role string) ninjs.InfoSource {
	s := ninjs.InfoSource{Name: c.name, Role: role, URI: r.sameURI(c), Literal: c.literal, ContactInfo: r.contacts(c)}
	if s.Name == "" && c.qcode != "" {
		s.Name = codeOf(c.qcode)
	}
	return s
}

// settleMakers files creators and contributors: as people, unless they are said to
// be organisations, or go by the name of one.
func (r *reader) settleMakers() {
	houses := map[string]bool{}
	for _, s := range r.a.Item.InfoSources {
		houses[strings.ToLower(s.Name)] = true
	}
	houses[strings.ToLower(r.a.Item.CopyrightHolder)] = true
	var writers []string
	for _, m := range r.makers {
		if m.nature == organisation || m.nature != person && houses[strings.ToLower(firstOf(m.name, m.literal))] {
			r.names.source(r.party(m.concept, m.role))
			continue
		}
		r.names.person(ninjs.Person{Name: m.name, Rel: m.role, URI: r.sameURI(m.concept), Literal: m.literal, ContactInfo: r.contacts(m.concept)})
		if m.kind == "creator" && isName(m.name) {
			writers = append(writers, m.name)
		}
	}
	if r.a.Item.By == "" {
		r.a.Item.By = joined(", ", writers...)
	}
}

// isName tells a person's name from the name of an account and from a sign-off.
func isName(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.Contains(s, " ") || unicode.IsUpper(first) && !byline.IsCode(s)
}

// contacts reads how to reach a person or an organisation, from the details.
func (r *reader) contacts(c concept) []ninjs.ContactInfo {
	var out []ninjs.ContactInfo
	for _, n := range c.about {
		for d := range n.Elements() {
			if d.Name == "personDetails" || d.Name == "organisationDetails" {
				out = append(out, r.detailsContacts(d)...)
			}
		}
	}
	return out
}

// detailsContacts reads contactInfo, and the address of a point of interest, which
// stands by itself.
func (r *reader) detailsContacts(details *xmltree.Node) []ninjs.ContactInfo {
	out := r.contactList(details)
	for n := range details.Path("contactInfo") {
		out = append(out, r.contactList(n)...)
	}
	return out
}

func (r *reader) contactList(parent *xmltree.Node) []ninjs.ContactInfo {
	var out []ninjs.ContactInfo
	for n := range parent.Elements() {
		c := ninjs.ContactInfo{Type: n.Name, Role: codeAttr(n, "role"), Value: oneLine(n)}
		switch n.Name {
		case "address":
			if c.Value, c.Address = "", r.postal(n); c.Address == nil {
				continue
			}
		case "email", "phone", "fax", "im", "web":
			if c.Value == "" {
				continue
			}
		default:
			continue
		}
		out = append(out, c)
	}
	return out
}

func (r *reader) postal(n *xmltree.Node) *ninjs.Address {
	var a ninjs.Address
	for c := range n.Elements() {
		text := firstOf(r.nameOf(c), attr(c, "literal"))
		switch {
		case text == "":
		case c.Name == "line":
			a.Lines = append(a.Lines, text)
		case c.Name == "locality":
			a.Locality = joined(", ", a.Locality, text)
		case c.Name == "area":
			a.Area = joined(", ", a.Area, text)
		case c.Name == "postalCode":
			a.PostalCode = text
		case c.Name == "country":
			a.Country = text
		}
	}
	if len(a.Lines) == 0 && a.Locality+a.Area+a.PostalCode+a.Country == "" {
		return nil
	}
	return &a
}

// symbols reads the financial instruments of an organisation.
func (r *reader) symbols(c concept) []ninjs.Symbol {
	out := r.listing(c.qcode)
	for _, n := range c.about {
		for i := range n.Path("related") {
			if s, ok := r.instrument(i); ok && len(out) < maxSymbols {
				out = append(out, s)
			}
		}
		for i := range n.Descendants("sameAs", "broader", "related") {
			if i.Name == "sameAs" {
				out = append(out, r.listing(attr(i, "qcode"))...)
			}
			if i.Name != "hasInstrument" || attr(i, "symbol") == "" {
				continue
			}
			out = append(out, ninjs.Symbol{
				Symbol: attr(i, "symbol"), Exchange: firstOf(attr(i, "marketlabel"), codeOf(attr(i, "market"))),
				SymbolType: firstURI(r.codes.uri(attr(i, "type")), iri(attr(i, "typeuri"))),
			})
		}
	}
	return out
}

// maxSymbols is how many instruments of an organisation are read.
const maxSymbols = 50

// isInstrument reports whether a related concept is a financial instrument, by the
// relation, whatever its scheme.
func isInstrument(n *xmltree.Node) bool {
	switch strings.ToLower(codeAttr(n, "rel")) {
	case "instrument", "hasinstrument", "financialinstrument", "ticker", "tickersymbol", "isin", "ric", "security":
		return true
	default:
		return false
	}
}

// instrument reads a related concept as a symbol, with the market that it is related
// to in turn.
func (r *reader) instrument(n *xmltree.Node) (ninjs.Symbol, bool) {
	if !isInstrument(n) {
		return ninjs.Symbol{}, false
	}
	qcode := attr(n, "qcode")
	s := ninjs.Symbol{Symbol: firstOf(codeOf(qcode), attr(n, "literal"), codeOf(attr(n, "uri")), r.nameOf(n))}
	if l := r.listing(qcode); l != nil {
		s = l[0]
	}
	for m := range n.Path("related") {
		if w := strings.ToLower(codeAttr(m, "rel")); strings.Contains(w, "trade") || strings.Contains(w, "market") || strings.Contains(w, "exchange") || strings.Contains(w, "listed") {
			s.Exchange = firstOf(s.Exchange, r.nameOf(m), codeOf(attr(m, "qcode")), attr(m, "literal"))
		}
	}
	return s, s.Symbol != ""
}

// listing is a QCode of a scheme that numbers securities, as a symbol of that type.
func (r *reader) listing(qcode string) []ninjs.Symbol {
	alias, code, _ := strings.Cut(qcode, ":")
	switch alias = strings.ToLower(alias); alias {
	case "isin", "ticker", "tidm", "sedol", "cusip", "figi":
		return []ninjs.Symbol{{Symbol: code, SymbolType: iri(r.codes.scheme(alias))}}
	default:
		return nil
	}
}
