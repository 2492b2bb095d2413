package newsml1

import (
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// equivalents chooses among the forms that one text comes in: the content items of
// one component, and the components of a list of equivalents (NewsML 1.2, 5.6.1).
// What is in another language becomes a story beside it; the others are skipped.
func (r *reader) equivalents(p *part, n *xmltree.Node) map[*xmltree.Node]bool {
	skip := map[*xmltree.Node]bool{}
	r.equivalentItems(n, skip)
	if n.Attr("EquivalentsList") != "yes" || p.medium != nil {
		return skip
	}
	var best *xmltree.Node
	lang, rank := "", 0
	for c := range n.Path("NewsComponent") {
		if !r.traits[c].prose {
			continue
		}
		of, as := r.languageOf(c), rankOf(c)
		switch {
		case best == nil:
			best, lang, rank = c, of, as
		case of != lang && of != "" && lang != "":
			skip[c] = true
			r.story(p, c, "translation")
		case as < rank:
			skip[best] = true
			best, rank = c, as
		default:
			skip[c] = true
		}
	}
	return skip
}

// equivalentItems skips texts in lesser formats than the best one.
func (r *reader) equivalentItems(n *xmltree.Node, skip map[*xmltree.Node]bool) {
	best := 9
	for c := range n.Path("ContentItem") {
		if inDocument(c) && r.typeOf(n, c) == ninjs.TypeText {
			best = min(best, formatRank(c))
		}
	}
	for c := range n.Path("ContentItem") {
		if inDocument(c) && r.typeOf(n, c) == ninjs.TypeText && formatRank(c) > best && !captionsAlone(c) {
			skip[c] = true
		}
	}
}

func inDocument(n *xmltree.Node) bool {
	return n.Child("DataContent") != nil || n.Child("Encoding") != nil
}

func (r *reader) languageOf(n *xmltree.Node) string {
	return firstOf(languageTag(formal(n.Child("DescriptiveMetadata", "Language"))), languageTag(n.Attr("lang")))
}

// rankOf is the format of the first content item in a component.
func rankOf(n *xmltree.Node) int {
	for c := range n.Descendants("DataContent", "NewsItem") {
		if c.Name == "ContentItem" {
			return formatRank(c)
		}
	}
	return 9
}
