package newsml1

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// settleMedia lists the media, and those that a text in NITF names and nobody else.
func (r *reader) settleMedia() {
	for i, s := range r.captions {
		if len(r.media) > 0 {
			r.media[min(i, len(r.media)-1)].describe("caption", s)
		} else {
			r.main.describe("caption", s)
		}
	}
	if r.main.medium != nil {
		r.a.Item.Type = r.main.medium.kind()
		r.a.Parts = append(r.a.Parts, r.main.medium.inline...)
	}
	r.nitfMedia()
	number := 0
	for _, m := range r.media {
		m.settle()
		m.it.Type = m.medium.kind()
		r.inlineParts(m)
		if len(m.it.Renditions) > 0 || len(m.medium.inline) == 0 {
			number++
			r.associate(&r.a.Item, ninjs.Association{Name: "media-" + strconv.Itoa(number), Item: *m.it})
		}
	}
	for _, a := range r.inner {
		if a.Rel == "" {
			number++
			a.Name = "media-" + strconv.Itoa(number)
		}
		r.associate(&r.a.Item, a)
	}
}

// inlineParts hands over the files in the document with what is said of them: the
// association is made where they are stored.
func (r *reader) inlineParts(m *part) {
	if len(m.medium.inline) == 0 {
		return
	}
	var said []string
	for _, d := range m.it.Descriptions {
		said = append(said, d.Value)
	}
	for _, s := range m.it.InfoSources {
		if s.Role == "credit" {
			said = append(said, s.Name)
		}
	}
	caption, title := join("\n", append(said, m.it.By, m.it.CopyrightNotice)...), ""
	if len(m.it.Headlines) > 0 {
		title = m.it.Headlines[0].Value
	}
	for _, file := range m.medium.inline {
		file.Caption, file.Title = caption, title
		r.a.Parts = append(r.a.Parts, file)
	}
}

// nitfMedia drops a medium of the text in NITF that a component describes too; its
// caption counts where the component has none.
func (r *reader) nitfMedia() {
	known := map[string]*part{}
	for _, m := range r.media {
		for _, name := range m.medium.names {
			if name != "" {
				known[name] = m
			}
		}
	}
	r.inner = slices.DeleteFunc(r.inner, func(a ninjs.Association) bool {
		for _, name := range namesOf(a) {
			m := known[strings.TrimPrefix(name, "#")]
			if m == nil {
				continue
			}
			if len(m.it.Descriptions) == 0 {
				for _, d := range a.Descriptions {
					m.describe(d.Role, d.Value)
				}
			}
			return true
		}
		return false
	})
}

func namesOf(a ninjs.Association) []string {
	var names []string
	for _, id := range a.AltIDs {
		names = append(names, id.Value)
	}
	for _, rendition := range a.Renditions {
		names = append(names, string(rendition.Href))
	}
	return names
}

// settle fills in what several elements may say.
func (r *reader) settle() {
	it := &r.a.Item
	if it.Language == "" {
		it.Language = r.languageOfItem()
	}
	if len(it.Headlines) > 0 || len(it.Bodies) == 0 {
		it.Title = firstOf(r.nameLabel, it.Title)
	}
	if it.Slugline != "" && it.Title != r.nameLabel {
		r.main.alt("nameLabel", r.nameLabel)
	}
	it.Slugline = firstOf(it.Slugline, r.nameLabel)
	if place := placeOf(r.main.dateLine); place != "" {
		it.Located = firstOf(it.Located, place)
	} else if city := r.main.city; it.Located == "" && city != "" && hasPrefixFold(r.main.dateLine, city) {
		it.Located = r.main.dateLine[:len(city)]
	}
	if it.PubStatus == ninjs.Canceled {
		r.a.Signal = contract.Kill
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && utf8.ValidString(s[:len(prefix)]) && strings.EqualFold(s[:len(prefix)], prefix)
}

var numericDate = regexp.MustCompile(`^\d{1,4}[./-]\d`)

// placeOf is the place of a dateline that parts it from the date by a comma:
// "STOCKHOLM, Aug 29, 2014 (AFP) -". The month's language does not matter. Other
// forms are for package tidy, but for dates in numbers alone: "BRUXELLES 03/05 (HW)".
func placeOf(dateLine string) string {
	end := strings.IndexAny(dateLine, "0123456789(/")
	if end < 1 || end > 80 || dateLine[end] == '(' || dateLine[end] == '/' {
		return ""
	}
	if numericDate.MatchString(dateLine[end:min(len(dateLine), end+8)]) {
		return strings.Trim(dateLine[:end], " ,")
	}
	at := strings.LastIndexByte(dateLine[:end], ',')
	if at < 1 || len(strings.Fields(dateLine[at:end])) > 2 {
		return ""
	}
	return strings.TrimSpace(dateLine[:at])
}
