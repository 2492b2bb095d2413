package nitf

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// readBodyHead reads what is shown above the text.
func (r *reader) readBodyHead() {
	for head := range r.root.Path("body", "body.head") {
		r.headlines(head)
		for n := range head.Path("abstract") {
			r.describe("summary", paragraphs(n))
		}
		for n := range head.Path("note") {
			r.headNote(n)
		}
		for n := range head.Path("distributor") {
			r.distributor(n)
		}
		r.bylines(head)
		r.dateline(head)
		r.names.collect(head, "")
	}
}

func (r *reader) headlines(head *xmltree.Node) {
	it := &r.a.Item
	main := false
	for n := range head.Path("hedline") {
		for h := range n.Elements() {
			text := flat(h)
			if text == "" {
				continue
			}
			role := "sub"
			if h.Name == "hl1" {
				role = "main"
				if main {
					role = "alternate"
				}
				main = true
			}
			it.Headlines = append(it.Headlines, ninjs.Text{Role: role, Value: text})
		}
	}
}

// settleHeadlines puts the main headline first: where the body has none, the
// document's title, else the first of the others.
func (r *reader) settleHeadlines() {
	it := &r.a.Item
	for i, h := range it.Headlines {
		if h.Role == "main" {
			copy(it.Headlines[1:i+1], it.Headlines[:i])
			it.Headlines[0] = h
			return
		}
	}
	switch {
	case it.Title != "":
		it.Headlines = append([]ninjs.Text{{Role: "main", Value: it.Title}}, it.Headlines...)
	case len(it.Headlines) > 0:
		it.Headlines[0].Role = "main"
	}
}

// headNote sorts a note by whom it is for: type npa is not for publication.
func (r *reader) headNote(n *xmltree.Node) {
	text := paragraphs(n)
	switch class := n.Attr("noteclass"); {
	case class == "cpyrt":
		r.a.Item.CopyrightNotice = firstOf(text, r.a.Item.CopyrightNotice)
	case class == "editorsnote" || n.Attr("type") == "npa":
		r.edNote(text)
	default:
		r.describe("note", text)
	}
}

func (r *reader) distributor(n *xmltree.Node) {
	org := n.Child("org")
	if org == nil {
		r.source("distributor", flat(n), "")
		return
	}
	uri, literal := codeIdentity(org)
	r.a.Item.InfoSources = append(r.a.Item.InfoSources, ninjs.InfoSource{Name: entityName(org), Role: "distributor", URI: uri, Literal: literal})
}

// dateline gives the place that is marked up; the rest is for tidy, which knows
// how agencies write a dateline.
func (r *reader) dateline(head *xmltree.Node) {
	n := head.Child("dateline")
	if n == nil {
		return
	}
	r.a.DateLine = flat(n, "story.date")
	if loc := n.Child("location"); loc != nil {
		r.a.Item.Located = placeText(loc)
	}
}

// bylines gives who wrote the text, without "By" and without what they are. A
// by-line that is normalised for indexing repeats the printed one.
func (r *reader) bylines(head *xmltree.Node) {
	var list []string
	for n := range head.Path("byline") {
		if strings.HasPrefix(n.Attr("class"), "normalized") && len(list) > 0 {
			continue
		}
		if by := r.byline(n); by != "" && !byline.IsCode(by) {
			list = append(list, by)
		}
		for p := range n.Descendants("person") {
			if p.Name == "person" {
				uri, literal := codeIdentity(p)
				r.names.person(ninjs.Person{Name: personName(p), Rel: "author", URI: uri, Literal: literal})
			}
		}
	}
	r.a.Item.By = byline.Join(unique(list))
}
