package ninjson

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// The IPTC's vocabularies of subjects.
const (
	subjectCodes = "http://cv.iptc.org/newscodes/subjectcode/"
	mediaTopics  = "http://cv.iptc.org/newscodes/mediatopic/"
)

// Codes of both vocabularies have eight digits; those of Media Topics begin
// with 20, those of the older Subject Codes with 01 to 17.
var (
	subjectCode = regexp.MustCompile(`^(?:(?i:subj|iptc):)?((?:0[1-9]|1[0-7])\d{6})$`)
	shortCode   = regexp.MustCompile(`^(?i:subj|iptc):([1-9]\d{6})$`) // a leading zero was lost
	mediaTopic  = regexp.MustCompile(`^(?:medtop:(\d{8})|(20\d{6}))$`)
)

// concept is what a person, place, subject and so on have in common.
type concept struct {
	name, rel, literal string
	uri                ninjs.URI
}

// concept reads name, relation and identity: uri or literal since ninjs 2, scheme
// and code in ninjs 1. An identity that makes no URI is kept as literal.
func (n node) concept(isSubject bool) concept {
	c := concept{name: n.text("name"), rel: n.text("rel"), literal: n.text("literal")}
	var rest string
	if c.uri, rest = n.uri("uri"); rest != "" {
		n.r.notef("%suri %q is no absolute URI: kept as literal", n.path, short(rest))
		c.literal = firstOf(c.literal, rest)
	}
	if known, _ := conceptID("", string(c.uri), isSubject); strings.HasPrefix(string(known), "http://cv.iptc.org/") {
		c.uri = known // "medtop:20000065" in the place of its address
	}
	code, scheme := n.text("code", "qcode"), n.text("scheme")
	uri, literal := conceptID(scheme, code, isSubject)
	if c.uri == "" {
		c.uri = uri
	} else if literal == "" {
		literal = code
	}
	c.literal = firstOf(c.literal, literal)
	return c
}

func conceptID(scheme, code string, isSubject bool) (ninjs.URI, string) {
	if code == "" {
		return "", ""
	}
	if uri, err := ninjs.ParseURI(code); err == nil && strings.Contains(code, "://") {
		return uri, ""
	}
	if isSubject && (scheme == "" || !strings.Contains(scheme, "://")) {
		if m := subjectCode.FindStringSubmatch(code); m != nil {
			return ninjs.URI(subjectCodes + m[1]), ""
		}
		m := shortCode.FindStringSubmatch(code)
		if m == nil {
			m = shortCode.FindStringSubmatch(scheme + ":" + code)
		}
		if m != nil {
			return ninjs.URI(subjectCodes + "0" + m[1]), ""
		}
		if m := mediaTopic.FindStringSubmatch(code); m != nil {
			return ninjs.URI(mediaTopics + m[1] + m[2]), ""
		}
	}
	if scheme == "" {
		return "", code
	}
	if !strings.ContainsAny(scheme[len(scheme)-1:], "/#:=") {
		if strings.Contains(scheme, "://") {
			scheme += "/"
		} else {
			scheme += ":"
		}
	}
	if uri, err := ninjs.ParseURI(scheme + code); err == nil && strings.Contains(scheme, "://") {
		return uri, ""
	}
	return "", scheme + code
}

func (c concept) empty() bool { return c.name == "" && c.literal == "" && c.uri == "" }

// concepts reads everything the item is about or mentions.
func (n node) concepts(it *ninjs.Item) {
	for _, m := range n.list("name", "people", "person") {
		c, contacts := m.concept(false), m.contacts()
		m.rest()
		if !c.empty() || contacts != nil {
			it.People = append(it.People, ninjs.Person{Name: c.name, Rel: c.rel, URI: c.uri, Literal: c.literal, ContactInfo: contacts})
		}
	}
	for _, m := range n.list("name", "organisations", "organisation") {
		if o := m.organisation(); o != nil {
			it.Organisations = append(it.Organisations, *o)
		}
	}
	it.Places, it.Subjects = n.places(), n.subjects()
	for _, m := range n.list("name", "events", "event") {
		id, c := m.text("id"), m.concept(false)
		m.rest()
		if !c.empty() || id != "" {
			it.Events = append(it.Events, ninjs.Event{ID: id, Name: c.name, Rel: c.rel, URI: c.uri, Literal: c.literal})
		}
	}
	for _, m := range n.list("name", "objects", "object") {
		c := m.concept(false)
		m.rest()
		if !c.empty() {
			it.Objects = append(it.Objects, ninjs.Object{Name: c.name, Rel: c.rel, URI: c.uri, Literal: c.literal})
		}
	}
	it.Genres = n.genres()
}

// subjects reads topics, and what systems keep apart from them: keywords, and
// the services (categories of delivery) of Superdesk.
func (n node) subjects() []ninjs.Subject {
	var out []ninjs.Subject
	for _, kind := range []struct{ rel, plural, singular string }{
		{"", "subjects", "subject"}, {"keyword", "keywords", "keyword"}, {"service", "service", "services"},
	} {
		for _, m := range n.list("name", kind.plural, kind.singular) {
			c := m.concept(kind.rel != "service")
			s := ninjs.Subject{Name: c.name, Rel: firstOf(c.rel, kind.rel), URI: c.uri, Literal: c.literal, Creator: m.text("creator")}
			s.Relevance, s.Confidence = m.percent("relevance"), m.percent("confidence")
			m.rest()
			if !c.empty() {
				out = append(out, s)
			}
		}
	}
	return out
}

// genres may have any text as uri.
func (n node) genres() []ninjs.Genre {
	var out []ninjs.Genre
	for _, m := range n.list("name", "genres", "genre") {
		g := ninjs.Genre{URI: m.text("uri")}
		c := m.concept(false)
		m.rest()
		g.Name, g.Literal, g.URI = c.name, c.literal, firstOf(g.URI, string(c.uri))
		if !c.empty() || g.URI != "" {
			out = append(out, g)
		}
	}
	return out
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
