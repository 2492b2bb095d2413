package ninjson

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// authors reads who made the item and who supplied it. Superdesk's authors
// become people with their role as relation; where there is no by-line, they
// are it.
func (n node) authors(it *ninjs.Item) {
	var names []string
	for _, m := range n.list("name", "authors") {
		role, c := m.text("role"), m.concept(false)
		c.literal = firstOf(c.literal, m.text("user"))
		if !c.empty() {
			it.People = append(it.People, ninjs.Person{Name: c.name, Rel: firstOf(c.rel, role, "author"), URI: c.uri, Literal: c.literal})
		}
		if c.name != "" && (role == "" || role == "author" || role == "writer") {
			names = append(names, c.name)
		}
		m.rest()
	}
	if it.By == "" {
		it.By = strings.Join(names, ", ")
	}
	it.InfoSources = n.infoSources()
	if source := n.text("source"); source != "" {
		it.InfoSources = append(it.InfoSources, ninjs.InfoSource{Name: source, Role: "source"})
	}
}

func (n node) infoSources() []ninjs.InfoSource {
	var out []ninjs.InfoSource
	for _, m := range n.list("name", "infosources", "infosource") {
		c, role, contacts := m.concept(false), m.text("role"), m.contacts()
		m.rest()
		if !c.empty() || contacts != nil {
			out = append(out, ninjs.InfoSource{Name: c.name, Role: firstOf(role, c.rel), URI: c.uri, Literal: c.literal, ContactInfo: contacts})
		}
	}
	return out
}

func (n node) organisation() *ninjs.Organisation {
	c := n.concept(false)
	o := &ninjs.Organisation{Name: c.name, Rel: c.rel, URI: c.uri, Literal: c.literal, ContactInfo: n.contacts()}
	for _, m := range n.list("symbol", "symbols") {
		s := ninjs.Symbol{Exchange: m.text("exchange"), SymbolType: m.uriOnly("symboltype"), Symbol: m.text("symbol")}
		s.Symbol = firstOf(s.Symbol, m.text("ticker"))
		m.rest()
		if s.Symbol != "" {
			o.Symbols = append(o.Symbols, s)
		}
	}
	n.rest()
	if c.empty() && o.ContactInfo == nil && o.Symbols == nil {
		return nil
	}
	return o
}

// contacts keeps one of value and address, as the schema asks.
func (n node) contacts() []ninjs.ContactInfo {
	var out []ninjs.ContactInfo
	for _, m := range n.list("value", "contactinfo") {
		c := ninjs.ContactInfo{
			Type: m.text("type"), Role: m.text("role"), Lang: m.text("lang"), Name: m.text("name"), Value: m.text("value"),
		}
		if a, ok := m.one("address"); ok {
			c.Address = a.address()
		}
		m.rest()
		switch {
		case c.Value == "" && c.Address == nil:
			n.note("contactinfo", "has neither value nor address")
			continue
		case c.Value != "" && c.Address != nil:
			m.note("value", "stands beside address")
			c.Value = ""
		}
		out = append(out, c)
	}
	return out
}

func (n node) address() *ninjs.Address {
	a := &ninjs.Address{
		Locality: n.text("locality"), Area: n.text("area"), PostalCode: n.text("postalcode"), Country: n.text("country"),
	}
	for _, line := range n.list("line", "lines") {
		if text := line.text("line"); text != "" {
			a.Lines = append(a.Lines, text)
		}
	}
	n.rest()
	return a
}
