package nitf

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// evloc reads where the event took place: named by its most exact part, the others
// as its address.
func (r *reader) evloc(n *xmltree.Node) {
	address := ninjs.Address{Locality: n.Attr("city"), Area: join(", ", n.Attr("county-dist"), n.Attr("state-prov")), Country: n.Attr("iso-cc")}
	p := ninjs.Place{Name: firstOf(n.OneLine(), address.Locality, n.Attr("county-dist"), n.Attr("state-prov")), Rel: "about"}
	p.Literal = country(address.Country)
	if p.Name == "" {
		p.Name, address.Country = address.Country, ""
	}
	p.ContactInfo = addressOf(p.Name, address)
	r.names.place(p)
}

// location reads a place in its parts, or as plain text.
func location(n *xmltree.Node, rel string) ninjs.Place {
	part := func(name string) string { return n.Child(name).OneLine("alt-code") }
	city, region, state, land := part("city"), part("region"), part("state"), part("country")
	p := ninjs.Place{Name: firstOf(part("sublocation"), city, region, state, land), Rel: rel}
	switch {
	case p.Name == "":
		p.Name = n.OneLine("alt-code")
	case hasOwnText(n) && part("sublocation")+city == "":
		// "Connecticut<country>United States</country>"
		p.Name = strings.Trim(firstOf(ownText(n), p.Name), " ,;:-–—")
	}
	p.URI, p.Literal = identityOf(n.Attr("code-source"), n.Attr("location-code"))
	if p.URI == "" && p.Literal == "" {
		p.URI, p.Literal = codeIdentity(n)
	}
	if p.URI == "" && p.Literal == "" {
		p.Literal = country(n.Child("country").Attr("iso-cc"))
	}
	p.ContactInfo = addressOf(p.Name, ninjs.Address{Locality: city, Area: firstOf(state, region), Country: land})
	return p
}

// addressOf says where a place lies; nothing if that is no more than its name.
func addressOf(name string, a ninjs.Address) []ninjs.ContactInfo {
	for _, part := range []string{a.Locality, a.Area, a.Country} {
		if part != "" && part != name {
			return []ninjs.ContactInfo{{Address: &a}}
		}
	}
	return nil
}

// country writes a country as our placed names have it (iso3166:XX), of two or
// three letters; empty for what is none.
func country(code string) string {
	if len(code) < 2 || len(code) > 3 {
		return ""
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return "iso3166:" + region.String()
}

var spaceBeforeComma = regexp.MustCompile(`\s+,`)

// placeText is a place as it stands in a dateline. Parts that nothing parts are
// parted by commas.
func placeText(n *xmltree.Node) string {
	text := n.OneLine("alt-code")
	parts := 0
	for c := range n.Elements() {
		if c.Name != "alt-code" && c.OneLine() != "" {
			parts++
		}
	}
	if parts > 1 && !hasOwnText(n) {
		var list []string
		for c := range n.Elements() {
			list = append(list, c.OneLine("alt-code"))
		}
		text = join(", ", list...)
	}
	return strings.Trim(spaceBeforeComma.ReplaceAllString(text, ","), " ,;:-–—")
}

func ownText(n *xmltree.Node) string {
	var b strings.Builder
	for _, c := range n.Children {
		if c.IsText() {
			b.WriteString(c.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// hasOwnText reports whether there is text between the elements.
func hasOwnText(n *xmltree.Node) bool {
	for _, c := range n.Children {
		if c.IsText() && strings.TrimSpace(c.Data) != "" {
			return true
		}
	}
	return false
}
