package newsmlg2

import (
	"encoding/json"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// located reads where the content was made: its name, and the place itself where
// more than a name is known of it.
func (r *reader) located(n *xmltree.Node) {
	c := r.concept(n)
	c.nature = geoArea
	p := r.place(c, "located")
	name := p.Name
	if c.name == "" && len(p.ContactInfo) > 0 && p.ContactInfo[0].Address != nil {
		name = firstOf(p.ContactInfo[0].Address.Locality, name) // a dateline names the town
	}
	name = firstOf(name, codeOf(firstOf(c.qcode, attr(n, "uri"), c.literal)))
	r.a.Item.Located = joined(", ", r.a.Item.Located, name)
	if p.URI != "" || p.Literal != "" || len(p.GeoJSON) > 0 || len(p.ContactInfo) > 0 {
		r.names.place(p)
	}
}

// place is a concept as a place: with its point, its address, or the areas above
// it, and its country as our places have it.
func (r *reader) place(c concept, rel string) ninjs.Place {
	p := ninjs.Place{Name: c.name, Rel: rel, URI: r.sameURI(c), Literal: firstOf(country(c.qcode), c.literal)}
	for _, n := range c.about {
		for d := range n.Elements() {
			if d.Name == "geoAreaDetails" || d.Name == "POIDetails" {
				p.GeoJSON = firstList(p.GeoJSON, point(d.Child("position")))
				p.ContactInfo = append(p.ContactInfo, r.detailsContacts(d)...)
			}
		}
		if p.Literal == "" {
			p.Literal = r.countryOf(n)
		}
		if len(p.ContactInfo) == 0 {
			p.ContactInfo = r.above(n)
		}
	}
	if p.Name == "" {
		p.Name = nameOfAddress(p.ContactInfo)
	}
	return p
}

// nameOfAddress names a place that has no name by the most exact part of its
// address.
func nameOfAddress(list []ninjs.ContactInfo) string {
	for _, c := range list {
		if a := c.Address; a != nil {
			return firstOf(append(a.Lines[:len(a.Lines):len(a.Lines)], a.Locality, a.Area, a.Country)...)
		}
	}
	return ""
}

// above gives the areas that a place lies in as an address: the country by its
// code, the others as area.
func (r *reader) above(n *xmltree.Node) []ninjs.ContactInfo {
	var a ninjs.Address
	for b := range n.Path("broader") {
		switch name := r.plain(b).name; {
		case name == "":
		case country(attr(b, "qcode")) != "" && a.Country == "":
			a.Country = name
		default:
			a.Area = joined(", ", a.Area, name)
		}
	}
	if a.Country == "" && a.Area == "" {
		return nil
	}
	return []ninjs.ContactInfo{{Address: &a}}
}

// countryOf finds the country that a place is in, or the same as.
func (r *reader) countryOf(n *xmltree.Node) string {
	for c := range n.Descendants("related", "name") {
		if c.Name == "sameAs" || c.Name == "broader" || c.Name == "country" {
			if code := country(attr(c, "qcode")); code != "" {
				return code
			}
		}
	}
	return ""
}

// country writes a QCode of ISO 3166 as our places have it (iso3166:XX); empty for
// any other.
func country(qcode string) string {
	alias, code, _ := strings.Cut(qcode, ":")
	if !strings.HasPrefix(alias, "iso3166") || len(code) < 2 || len(code) > 3 {
		return ""
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return "iso3166:" + region.String()
}

// point is a position as GeoJSON has it: longitude first (RFC 7946, 3.1.1).
func point(n *xmltree.Node) ninjs.GeoJSON {
	lat, err1 := strconv.ParseFloat(attr(n, "latitude"), 64)
	lon, err2 := strconv.ParseFloat(attr(n, "longitude"), 64)
	if err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180) {
		return nil
	}
	out, err := json.Marshal(map[string]any{"type": "Point", "coordinates": []float64{lon, lat}})
	if err != nil {
		return nil
	}
	return out
}
