package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// newsLines reads the lines that are shown with the content.
func (p *part) newsLines(component *xmltree.Node) {
	for n := range component.Path("NewsLines") {
		for line := range n.Elements() {
			if line.Name == "NewsLine" {
				p.ownLine(line)
				continue
			}
			p.line(word(line.Name), flat(line))
		}
	}
}

// line reads one line by its kind, and reports whether it knows the kind.
func (p *part) line(kind, text string) bool {
	switch kind {
	case "headline", "title", "titleline":
		p.headline("main", text)
	case "subheadline", "subtitle", "subhead":
		p.headline("sub", text)
	case "byline":
		p.byline(text)
	case "bylinetitle": // what a person is, which ninjs has no place for
	case "dateline":
		p.dateLine = firstOf(p.dateLine, text)
	case "creditline", "credit":
		p.source("credit", text, "")
	case "copyrightline", "copyright":
		p.notice(text)
	case "rightsline", "rights":
		p.term("", text)
	case "seriesline":
		p.subject(ninjs.Subject{Name: text, Rel: "series"})
	case "slugline", "slug":
		if p.it.Slugline != "" && text != p.it.Slugline {
			p.alt("slugline", text)
		}
		p.it.Slugline = firstOf(p.it.Slugline, text)
	case "keywordline", "keywords", "keyword":
		p.keywordLine(text)
	default:
		return false
	}
	return true
}

// ownLine reads a line of the agency's own kind.
func (p *part) ownLine(n *xmltree.Node) {
	said := formal(n.Child("NewsLineType"))
	var texts []string
	for t := range n.Path("NewsLineText") {
		texts = append(texts, lines(t))
	}
	for c := range n.Elements() {
		if c.Name != "NewsLineType" && c.Name != "NewsLineText" {
			p.line(word(c.Name), flat(c)) // ANP puts the IPTC's lines in here
		}
	}
	text, kind := strings.Join(unique(texts), "\n"), word(said)
	if text == "" || p.line(kind, flatten(text)) {
		return
	}
	switch {
	case contains(kind, "advisory", "edit", "ednote", "note", "warning", "instruction", "product"):
		p.edNote(text)
		p.correction(kind, text)
	case contains(kind, "headline", "title", "kicker", "overline"):
		p.headline(said, flatten(text))
	case contains(kind, "caption"):
		p.describe("caption", text)
	case contains(kind, "summary", "abstract", "lead", "synopsis"):
		p.describe("summary", text)
	default:
		p.describe(firstOf(said, "note"), text)
	}
}

// correction takes the signal from an advisory that begins with it: "CORRECTS
// paragraph 4", "RECTIFICATIF".
func (p *part) correction(kind, text string) {
	first, _, _ := strings.Cut(text, " ")
	if p.item && contains(kind, "advisory", "edit", "note") {
		p.r.called(first)
		p.r.correctsPrevious()
	}
}

func contains(s string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

func flatten(s string) string { return strings.Join(strings.Fields(s), " ") }

// keywordLine parts a line of keywords at commas or semicolons, else at slashes.
func (p *part) keywordLine(text string) {
	at := "/"
	if strings.ContainsAny(text, ",;") {
		at = ",;"
	}
	for _, k := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(at, c) }) {
		p.keyword(strings.TrimSpace(k))
	}
}

// byline adds who wrote it, without the word before.
func (p *part) byline(text string) {
	language := firstOf(p.it.Language, p.r.a.Item.Language, p.r.languageOfItem(), p.r.in.Language)
	by := byline.Clean(strings.Trim(text, " ,;:-–—/"), language)
	if by = firstOf(strings.Trim(by, " ,;:-–—/"), text); by != "" && !byline.IsCode(by) {
		p.bylines = append(p.bylines, by)
	}
}
