package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// translations finds the texts of a component that are in another language than the
// others: a reader of one gets one text. The main language is that of the part, if a
// text is in it, else that of the first text. They are skipped, and given back.
func (r *reader) translations(p *part, n *xmltree.Node, skip map[*xmltree.Node]bool) []*xmltree.Node {
	if p.medium != nil {
		return nil
	}
	asComponents(r, n, skip)
	var first string
	found := map[string]bool{}
	for c := range n.Path("NewsComponent") {
		if lang := r.proseLanguage(c, skip); lang != "" {
			found[primary(lang)] = true
			if first == "" {
				first = lang
			}
		}
	}
	if len(found) < 2 {
		return nil
	}
	main := firstOf(p.it.Language, r.languageOfItem())
	if !found[primary(main)] {
		main = first
	}
	if p.it.Language == "" || !found[primary(p.it.Language)] {
		p.it.Language = main
	}
	var others []*xmltree.Node
	for c := range n.Path("NewsComponent") {
		if lang := r.proseLanguage(c, skip); lang != "" && primary(lang) != primary(main) {
			skip[c] = true
			others = append(others, c)
		}
	}
	return others
}

// asComponents makes a component of each text among the content items of n that says
// what language it is in, if they are in several.
func asComponents(r *reader, n *xmltree.Node, skip map[*xmltree.Node]bool) {
	langs := map[string]bool{}
	lang := func(c *xmltree.Node) string {
		if c.Name != "ContentItem" || skip[c] || !inDocument(c) || r.typeOf(n, c) != ninjs.TypeText || useOf(r.label(n).role) != body {
			return ""
		}
		return languageTag(firstOf(c.Attr("lang"), c.Child("DataContent").Attr("lang")))
	}
	for c := range n.Elements() {
		if l := lang(c); l != "" {
			langs[primary(l)] = true
		}
	}
	if len(langs) < 2 {
		return
	}
	for i, c := range n.Children {
		if l := lang(c); l != "" {
			n.Children[i] = &xmltree.Node{Name: "NewsComponent", Attrs: []xmltree.Attr{{Prefix: "xml", Name: "lang", Value: l}}, Children: []*xmltree.Node{c}, Line: c.Line}
			r.traits[n.Children[i]] = traits{prose: true}
		}
	}
}

// proseLanguage is the language of a component that has a text, empty for others.
func (r *reader) proseLanguage(n *xmltree.Node, skip map[*xmltree.Node]bool) string {
	if skip[n] || !r.traits[n].prose {
		return ""
	}
	if lang := r.languageOf(n); lang != "" {
		return lang
	}
	for c := range n.Path("NewsComponent") {
		if lang := r.languageOf(c); lang != "" && r.traits[c].prose {
			return lang
		}
	}
	return ""
}

func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	return tag
}
