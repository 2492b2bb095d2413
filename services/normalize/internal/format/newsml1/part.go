package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// part is what becomes one ninjs item: the article, a medium that belongs to it, or
// a text beside it. Components within add to it; what is said first and on the
// outside wins.
type part struct {
	r        *reader
	it       *ninjs.Item
	item     bool // the article itself
	texts    []text
	edNotes  []string
	terms    []string
	notices  []string
	bylines  []string
	creator  string // who made it, where no by-line says so
	dateLine string
	city     string // where it was written, where no dateline says so
	have     map[any]bool
	medium   *medium // what it has as a picture, film or sound; nil for a text
}

func (r *reader) newPart(it *ninjs.Item) *part { return &part{r: r, it: it, have: map[any]bool{}} }

// new reports whether a fact is said for the first time; there is room for so many
// of each kind.
func (p *part) new(fact any, count int) bool {
	if p.have[fact] {
		return false
	}
	if count >= maxFacts {
		p.r.note("more names, subjects or ids than are read: the others were left out")
		return false
	}
	p.have[fact] = true
	return true
}

func (p *part) alt(role, value string) {
	a := ninjs.AltID{Role: role, Value: value}
	if value != "" && p.new(a, len(p.it.AltIDs)) {
		p.it.AltIDs = append(p.it.AltIDs, a)
	}
}

func (p *part) source(role, name, literal string) {
	key := [3]string{"source", role, name}
	if name != "" && !tooLong(name) && p.new(key, len(p.it.InfoSources)) {
		p.it.InfoSources = append(p.it.InfoSources, ninjs.InfoSource{Name: name, Role: role, Literal: literal})
	}
}

// subject adds a subject once. What has a code counts by its code.
func (p *part) subject(s ninjs.Subject) {
	key := [3]string{"subject", s.Rel, firstOf(string(s.URI), s.Literal, s.Name)}
	if key[2] != "" && !tooLong(s.Name) && p.new(key, len(p.it.Subjects)) {
		p.it.Subjects = append(p.it.Subjects, s)
	}
}

func (p *part) keyword(name string) { p.subject(ninjs.Subject{Name: name, Rel: "keyword"}) }

// headlined is the fact that there is a main headline.
const headlined = "main headline"

// headline adds a headline in a role, once; a second main one is an alternative.
func (p *part) headline(role, value string) {
	if value == "" || !p.new([2]string{"headline", value}, len(p.it.Headlines)) {
		return
	}
	if role == "main" && !p.new(headlined, 0) {
		role = "alternate"
	}
	h := ninjs.Text{Role: role, Value: value}
	if role == "main" {
		p.it.Headlines = append([]ninjs.Text{h}, p.it.Headlines...)
		return
	}
	p.it.Headlines = append(p.it.Headlines, h)
}

func (p *part) describe(role, value string) {
	if value != "" && p.new([2]string{"description", value}, len(p.it.Descriptions)) {
		p.it.Descriptions = append(p.it.Descriptions, ninjs.Text{Role: role, ContentType: "text/plain", Value: value})
	}
}

func (p *part) edNote(text string) {
	if text = strings.TrimSpace(text); text != "" {
		p.edNotes = append(p.edNotes, text)
	}
}

func (p *part) genre(g ninjs.Genre) {
	if g.Name != "" && !tooLong(g.Name) && p.new(g, len(p.it.Genres)) {
		p.it.Genres = append(p.it.Genres, g)
	}
}

// metadata reads what a component says about its content.
func (p *part) metadata(n *xmltree.Node) {
	for d := range n.Path("DescriptiveMetadata") {
		p.descriptive(d) // first, since the language tells what a by-line says
	}
	p.newsLines(n)
	p.administrative(n)
	p.rights(n)
	for m := range n.Path("Metadata") {
		for property := range m.Path("Property") {
			p.property(property)
		}
	}
	for c := range n.Path("Comment") {
		if c.Attr("FormalName") == "" {
			p.edNote(lines(c))
		}
	}
	if p.it.Language == "" {
		p.it.Language = languageTag(n.Attr("lang"))
	}
}

// settle writes what was collected into the item.
func (p *part) settle() {
	it := p.it
	it.EdNote = join("\n", unique(append(p.edNotes, it.EdNote))...)
	it.UsageTerms = join("\n", unique(append(p.terms, it.UsageTerms))...)
	it.CopyrightNotice = join("\n", unique(append(p.notices, it.CopyrightNotice))...)
	it.By = firstOf(join(", ", unique(p.bylines)...), it.By, p.creator)
	if p.dateLine == "" || !p.item {
		it.Located = firstOf(it.Located, p.city)
	}
	it.Bodies = append(joinTexts(p.texts), it.Bodies...)
	if len(it.Headlines) > 0 && p.new(headlined, 0) {
		it.Headlines[0].Role = "main"
	}
}
