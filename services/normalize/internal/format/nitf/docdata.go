package nitf

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// readDocdata reads what manage leaves of docdata.
func (r *reader) readDocdata() {
	it := &r.a.Item
	// 1 is most urgent, 8 least; agencies write 0 for none.
	if u, err := strconv.Atoi(r.docdata.Child("urgency").Attr("ed-urg")); err == nil && u >= 1 && u <= 9 {
		it.Urgency = ninjs.Urgency(u)
	}
	r.dates()
	for n := range r.docdata.Path("ed-msg") {
		r.edNote(firstOf(n.Attr("info"), n.OneLine()))
	}
	for n := range r.docdata.Path("evloc") {
		r.evloc(n)
	}
	r.deliveries()
	r.groups()
	r.duKey()
	r.rights()
	for n := range r.docdata.Path("identified-content") {
		r.names.collect(n, "about")
		r.classify(n)
	}
}

// deliveries lists who moved the document, in the order of its way.
func (r *reader) deliveries() {
	trail := slices.Collect(r.docdata.Path("del-list", "from-src"))
	level := func(n *xmltree.Node) int { l, _ := strconv.Atoi(n.Attr("level-number")); return l }
	slices.SortStableFunc(trail, func(a, b *xmltree.Node) int { return level(a) - level(b) })
	for _, n := range trail {
		r.source("delivery", n.Attr("src-name"), "")
	}
}

// groups reads what the document belongs to.
func (r *reader) groups() {
	for n := range r.docdata.Path("key-list", "keyword") {
		if key := firstOf(n.Attr("key"), n.OneLine()); key != "" {
			r.keys = append(r.keys, key)
			r.subject("keyword", key, "")
		}
	}
	for n := range r.docdata.Path("fixture") {
		r.subject("fixture", n.Attr("fix-id"), "")
	}
	for n := range r.docdata.Path("doc-scope") {
		r.subject("scope", n.Attr("scope"), "")
	}
	for n := range r.docdata.Path("series") {
		r.subject("series", n.Attr("series.name"), "")
	}
}

// duKey reads the dynamic use key, the provider's name of a story for a time.
//
// Its generation counts the documents of one story, and where a document keeps its
// id the generation is its version; where each has its own id, it orders nothing,
// since versions are compared within one id only. The version within a generation
// counts where there is no generation. What is no number would order nothing and
// is left to the dates.
func (r *reader) duKey() {
	n := r.docdata.Child("du-key")
	r.alt("du-key", n.Attr("key"))
	r.a.Item.Version = firstOf(duVersion(n), r.a.Item.Version)
}

func duVersion(n *xmltree.Node) string {
	for _, v := range []string{n.Attr("generation"), n.Attr("version")} {
		if _, err := strconv.ParseUint(v, 10, 64); err == nil {
			return v
		}
	}
	return ""
}

// settle fills in what several elements may say. The slugline is ANPA's keyword,
// else the one key of the key list, else the dynamic use key: a list of several
// keys is an index, no slug.
func (r *reader) settle() {
	it := &r.a.Item
	it.Slugline = firstOf(r.meta["anpa-keyword"], r.meta["slugline"], r.meta["slug"])
	if it.Slugline == "" && len(r.keys) == 1 {
		it.Slugline = r.keys[0]
	}
	if it.Slugline == "" {
		it.Slugline = r.docdata.Child("du-key").Attr("key")
	}
	it.EdNote = strings.Join(unique(r.edNotes), "\n")
	it.By = firstOf(it.By, r.meta["author"])
	it.CopyrightNotice = firstOf(it.CopyrightNotice, r.meta["copyright"])
	if len(it.Descriptions) == 0 {
		r.describe("summary", r.meta["description"])
	}
	it.Subjects = uniqueSubjects(it.Subjects)
	r.settleHeadlines()
	r.iim()
}

func unique(list []string) []string {
	var out []string
	have := map[string]bool{}
	for _, s := range list {
		if !have[s] {
			have[s] = true
			out = append(out, s)
		}
	}
	return out
}

func uniqueSubjects(list []ninjs.Subject) []ninjs.Subject {
	var out []ninjs.Subject
	have := map[ninjs.Subject]bool{}
	for _, s := range list {
		if !have[s] {
			have[s] = true
			out = append(out, s)
		}
	}
	return out
}

// classify reads the classifiers of a part of the document.
func (r *reader) classify(parent *xmltree.Node) {
	for n := range parent.Descendants("classifier", "keyword") {
		switch n.Name {
		case "classifier":
			value := n.Attr("value")
			literal := join(":", firstOf(n.Attr("idsrc"), n.Attr("type")), value)
			if value == "" {
				literal = ""
			}
			r.subject(firstOf(n.Attr("type"), "classifier"), firstOf(n.OneLine(), value), literal)
		case "keyword":
			r.subject("keyword", firstOf(n.Attr("key"), n.OneLine()), "")
		}
	}
}

// join puts the parts that are not empty together.
func join(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}

// iim reads the IIM datasets of a document that was made of an older one: record
// 2 of IPTC IIM 4.2, for what nothing newer says.
func (r *reader) iim() {
	it := &r.a.Item
	for n := range r.root.Path("head", "iim", "ds") {
		value := n.Attr("value")
		switch strings.TrimPrefix(n.Attr("num"), "2:") {
		case "25":
			r.subject("keyword", value, "")
		case "40":
			it.EdNote = firstOf(it.EdNote, value)
		case "80":
			it.By = firstOf(it.By, value)
		case "90":
			it.Located = firstOf(it.Located, value)
		case "110":
			r.source("credit", value, "")
		case "115":
			r.source("source", value, "")
		case "116":
			it.CopyrightNotice = firstOf(it.CopyrightNotice, value)
		}
	}
}
