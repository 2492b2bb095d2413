package nitf

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// metas reads the head's generic metadata once.
func (r *reader) metas() {
	r.meta = map[string]string{}
	for n := range r.root.Path("head", "meta") {
		name, content := strings.ToLower(firstOf(n.Attr("name"), n.Attr("http-equiv"))), firstOf(n.Attr("content"), n.OneLine())
		if _, have := r.meta[name]; !have && content != "" {
			r.meta[name] = content
		}
	}
}

func metaOf(root *xmltree.Node, name string) string {
	for n := range root.Path("head", "meta") {
		if strings.EqualFold(n.Attr("name"), name) {
			return n.Attr("content")
		}
	}
	return ""
}

// readHead reads all of head but docdata.
func (r *reader) readHead() {
	r.readMeta()
	r.titles()
	r.tobject()
	r.pubdata()
	for n := range r.root.Path("head", "revision-history") {
		r.names.person(ninjs.Person{Name: n.Attr("name"), Rel: roleOf(n.Attr("function"))})
	}
	it := &r.a.Item
	it.Language = r.language()
}

// roleOf is the function of a revision history as the relation of a person.
func roleOf(function string) string {
	if function == "writer-author" || function == "" {
		return "author"
	}
	return function
}

// language is xml:lang of the document or its body, else its base language
// without the region: baselang is part of agencies' templates, and says en-US of
// a text that is English.
func (r *reader) language() string {
	for _, n := range []*xmltree.Node{r.root, r.root.Child("body"), r.root.Child("body", "body.content")} {
		if tag := n.Attr("lang"); tag != "" {
			return tag
		}
	}
	base, _, _ := strings.Cut(strings.ReplaceAll(r.root.Attr("baselang"), "_", "-"), "-")
	return firstOf(base, r.meta["language"], r.meta["dc.language"], r.meta["content-language"])
}

// readMeta reads the names that agencies use: ANPA 1312's header fields, the
// IPTC 7901 ones in their own words, and HTML's.
func (r *reader) readMeta() {
	for _, name := range []string{"anpa-category", "category", "categoria"} {
		r.coded("category", name)
	}
	for _, name := range []string{"anpa-service", "service", "servicio"} {
		r.coded("service", name)
	}
	for _, name := range []string{"anpa-sequence", "anpa-takekey"} {
		r.alt(name, r.meta[name])
	}
	for _, k := range strings.FieldsFunc(r.meta["keywords"], func(c rune) bool { return c == ',' || c == ';' }) {
		r.subject("keyword", strings.TrimSpace(k), "")
	}
	if r.a.Item.Urgency == 0 {
		r.a.Item.Urgency = priority(firstOf(r.meta["anpa-priority"], r.meta["priority"], r.meta["prioridad"]))
	}
}

func (r *reader) coded(rel, name string) {
	if v := r.meta[name]; v != "" {
		r.subject(rel, v, name+":"+v)
	}
}

// priority reads a digit, or ANPA 1312's letter: flash, bulletin, urgent,
// regular, daily, and later.
func priority(s string) ninjs.Urgency {
	s = strings.ToLower(s)
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 9 {
		return ninjs.Urgency(n)
	}
	if len(s) == 1 {
		return ninjs.Urgency(1 + strings.Index("fburd", s))
	}
	return 0
}

// titles: the main title names the item; the others are headlines in the role
// that their type says.
func (r *reader) titles() {
	it := &r.a.Item
	for n := range r.root.Path("head", "title") {
		text, kind := flat(n), n.Attr("type")
		switch {
		case text == "":
		case it.Title == "" && (kind == "" || kind == "main"):
			it.Title = text
		case kind != "" && kind != "main":
			it.Headlines = append(it.Headlines, ninjs.Text{Role: kind, Value: text})
		}
	}
}

// pubdata says where the document was printed or shown.
func (r *reader) pubdata() {
	for n := range r.root.Path("head", "pubdata") {
		r.source("publication", n.Attr("name"), n.Attr("issn"))
		r.subject("section", n.Attr("position.section"), "")
		r.alt("ex-ref", n.Attr("ex-ref"))
	}
}

// The IPTC's vocabularies of subjects. Both have codes of eight digits; those of
// Media Topics begin with 20, those of the older Subject Codes with 01 to 17.
const (
	subjectCodes = "http://cv.iptc.org/newscodes/subjectcode/"
	mediaTopics  = "http://cv.iptc.org/newscodes/mediatopic/"
)

var (
	subjectCode = regexp.MustCompile(`^(?:(?:IPTC|iptc|subj):)?((?:0[1-9]|1[0-7])\d{6})$`)
	shortCode   = regexp.MustCompile(`^(?:(?:IPTC|iptc|subj):)?([1-9]\d{6})$`) // a leading zero was lost
	mediaTopic  = regexp.MustCompile(`^(?:medtop:(\d{8})|(20\d{6}))$`)
)

// tobject reads subjects, and the kind of the text. A subject's name is that of
// its most exact level; the names of the levels above follow from the number.
func (r *reader) tobject() {
	for t := range r.root.Path("head", "tobject") {
		if kind := t.Attr("tobject.type"); kind != "" && !strings.EqualFold(kind, "news") {
			r.genre(kind)
		}
		for n := range t.Path("tobject.property") {
			r.genre(n.Attr("tobject.property.type"))
		}
		for n := range t.Path("tobject.subject") {
			r.tobjectSubject(n)
		}
	}
}

func (r *reader) genre(name string) {
	if name != "" {
		r.a.Item.Genres = append(r.a.Item.Genres, ninjs.Genre{Name: name})
	}
}

func (r *reader) tobjectSubject(n *xmltree.Node) {
	get := func(part string) string { return n.Attr("tobject.subject." + part) }
	s := ninjs.Subject{Name: firstOf(get("detail"), get("matter"), get("type"))}
	number, scheme := get("refnum"), firstOf(get("ipr"), "IPTC")
	s.URI = subjectURI(number, scheme)
	if s.URI == "" {
		if code := firstOf(number, get("code")); code != "" {
			s.Literal = scheme + ":" + code
		}
	}
	if s.URI != "" || s.Literal != "" || s.Name != "" {
		r.a.Item.Subjects = append(r.a.Item.Subjects, s)
	}
}

// subjectURI is empty for a number of another scheme than the IPTC's.
func subjectURI(number, scheme string) ninjs.URI {
	if !strings.EqualFold(scheme, "IPTC") {
		return ""
	}
	if m := subjectCode.FindStringSubmatch(number); m != nil {
		return ninjs.URI(subjectCodes + m[1])
	}
	if m := shortCode.FindStringSubmatch(number); m != nil {
		return ninjs.URI(subjectCodes + "0" + m[1])
	}
	if m := mediaTopic.FindStringSubmatch(number); m != nil {
		return ninjs.URI(mediaTopics + m[1] + m[2])
	}
	return ""
}
