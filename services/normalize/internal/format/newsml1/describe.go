package newsml1

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// descriptive reads what the content is about. The language that it names goes
// before xml:lang, which agencies' templates fill in.
func (p *part) descriptive(d *xmltree.Node) {
	for n := range d.Elements() {
		switch n.Name {
		case "Language":
			p.language(formal(n))
		case "Genre":
			p.genre(ninjs.Genre{Name: formal(n), Literal: literalOf(n)})
		case "SubjectCode":
			p.subjectCode(n)
		case "OfInterestTo":
			p.subject(ninjs.Subject{Name: formal(n), Rel: "ofInterestTo", Relevance: percent(formal(n.Child("Relevance")))})
		case "DateLineDate":
			if p.it.ContentCreated.IsZero() {
				p.it.ContentCreated = p.r.dateOf(n)
			}
		case "Location":
			p.location(n)
		case "TopicOccurrence":
			p.occurrence(n)
		case "Property":
			p.property(n)
		}
	}
}

// language takes the first language that is one.
func (p *part) language(said string) {
	if tag := languageTag(said); tag != "" && p.new("language", 0) {
		p.it.Language = tag
	}
}

// languageTag is a tag of BCP 47 of what agencies write: en, ENG, pt_BR; empty for
// what is none.
func languageTag(s string) string {
	if s == "" || len(s) > 20 {
		return ""
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// languageOfItem is the language of the item where nothing more exact is said.
func (r *reader) languageOfItem() string { return languageTag(r.item.Attr("lang")) }

// percent reads a number from 0 to 100.
func percent(s string) *int {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "%"))
	if err != nil || n < 0 || n > 100 {
		return nil
	}
	return &n
}

// location reads a place in its properties, named by its most exact one.
func (p *part) location(n *xmltree.Node) {
	is := propertiesOf(n)
	a := ninjs.Address{
		Locality: is.first("city", "town", "locality"), Country: is.first("country", "countryname", "countrycode"),
		Area: join(", ", is.first("countryarea", "state", "province", "region", "provincestate", "area", "county")), PostalCode: is.first("postalcode", "zip"),
	}
	place := ninjs.Place{
		Name: firstOf(is.first("sublocation", "venue", "place", "location"), a.Locality, a.Area, a.Country, is.first("worldregion", "continent"), formal(n)),
		Rel:  relation(n.Attr("HowPresent"), ""), Literal: country(firstOf(is.first("countrycode"), a.Country)),
	}
	if (place.Rel == "origin" || place.Rel == "") && !tooLong(a.Locality) {
		p.city = firstOf(p.city, a.Locality)
	}
	if street := is.first("address", "street"); street != "" {
		a.Lines = []string{street}
	}
	if place.Name != a.Country && (a.Lines != nil || join("", a.Locality, a.Area, a.Country, a.PostalCode) != place.Name) {
		place.ContactInfo = []ninjs.ContactInfo{{Address: &a}}
	}
	p.place(place)
}

func (p *part) place(place ninjs.Place) {
	key := [4]string{"place", place.Rel, place.Name, place.Literal}
	if key[2]+key[3] != "" && !tooLong(place.Name) && p.new(key, len(p.it.Places)) {
		p.it.Places = append(p.it.Places, place)
	}
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

// relation is how something is present in the content, in the words that all
// formats share.
func relation(howPresent, otherwise string) string {
	switch w := word(howPresent); w {
	case "":
		return otherwise
	case "prominent", "about", "relatesto", "main", "principal":
		return "about"
	case "passing", "mention", "mentioned", "incidental":
		return "mentions"
	case "origin", "event":
		return w
	default:
		return howPresent
	}
}
