package newsmlg2

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// settle makes fields of what was gathered.
func (r *reader) settle() {
	it := &r.a.Item
	it.Title = strings.ReplaceAll(best(r.titles, r.lang).text, "\n", " ")
	it.Slugline = firstOf(best(r.sluglines, r.lang).text, it.Slugline)
	it.EdNote = joined("\n", append(r.edNotes, it.EdNote)...)
	r.settleHeadlines()
	r.settleDescriptions()
	r.settleRights()
	if it.Title == "" && len(it.Headlines) == 0 {
		it.Title = r.pageTitle
	}
	for _, c := range r.credits {
		r.names.source(ninjs.InfoSource{Name: c, Role: "credit"})
	}
	if by := joined(", ", r.bys...); by != "" {
		it.By = by
	}
	r.settleTexts()
	r.settleMakers()
	if r.root.Name == "newsItem" || r.root.Name == "packageItem" {
		r.versionCreated()
		r.inherit()
		if it.Urgency == 0 {
			it.Urgency = r.msg.priority
		}
		r.caption()
	}
}

// settleHeadlines puts the main headline first: the one in that role, else the one
// of the highest rank in the article's language.
func (r *reader) settleHeadlines() {
	main, score := -1, -1000
	for i, l := range r.headlines {
		s := 10*fit(l.lang, r.lang) + 9 - min(9, max(1, rank(l)))
		switch role := strings.ToLower(l.role); {
		case role == "main" || role == "headline":
			s += 100
		case role == "" || role == "title":
			s += 50
		case strings.HasPrefix(role, "sub"):
			s -= 100
		}
		if l.text != "" && s > score {
			main, score = i, s
		}
	}
	var out []ninjs.Text
	for i, l := range r.headlines {
		switch t := (ninjs.Text{Role: l.role, Value: strings.ReplaceAll(l.text, "\n", " ")}); {
		case t.Value == "":
		case i == main:
			t.Role = "main"
			out = append([]ninjs.Text{t}, out...)
		default:
			if t.Role == "" || t.Role == "main" {
				t.Role = "alternate"
			}
			out = append(out, t)
		}
	}
	r.a.Item.Headlines = append(out, r.a.Item.Headlines...)
}

func rank(l label) int {
	n, err := strconv.Atoi(attr(l.node, "rank"))
	if err != nil {
		return 1
	}
	return n
}

func (r *reader) settleDescriptions() {
	var out []ninjs.Text
	for _, l := range r.descriptions {
		t := ninjs.Text{Role: l.role, ContentType: "text/plain", Value: l.text}
		if t.Value != "" && r.names.first("d "+t.Role+" "+t.Value) {
			out = append(out, t)
		}
	}
	r.a.Item.Descriptions = append(out, r.a.Item.Descriptions...)
}

// caption gives the files that came with the item its words.
func (r *reader) caption() {
	it := &r.a.Item
	for i := range r.a.Parts {
		p := &r.a.Parts[i]
		if len(it.Headlines) > 0 {
			p.Title = firstOf(p.Title, it.Headlines[0].Value)
		}
		for _, d := range it.Descriptions {
			if d.Role == "caption" || d.Role == "" {
				p.Caption = firstOf(p.Caption, d.Value)
			}
		}
		if it.Type == "" {
			it.Type = majorType(p.MediaType)
		}
	}
}

// part is a file within the document.
func (r *reader) part(p format.Part) { r.a.Parts = append(r.a.Parts, p) }
