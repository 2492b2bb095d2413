package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// translations finds the texts of a component that are in another language than the
// others: a reader of one gets one text. The main language is that of the part, if a
// text is in it, else that of the first text. They are skipped, and given back.
func (r *reader) translations(p *part, n *xmltree.Node, skip map[*xmltree.Node]bool) []*xmltree.Node {
	if p.medium != nil {
		return nil
	}
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
	main := p.it.Language
	if !found[primary(main)] {
		main = first
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
