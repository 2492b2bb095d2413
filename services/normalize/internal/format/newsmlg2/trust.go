package newsmlg2

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// trust reads a link to a document about trust (2.30).
func (r *reader) trust(n *xmltree.Node) {
	t := ninjs.TrustIndicator{Role: r.concept(n).uri, Title: oneLine(n.Child("title")), Href: r.address(attr(n, "href"))}
	if t.Role == "" {
		t.Role = firstURI(iri(attr(n, "roleuri")), r.codes.uri(attr(n, "role")))
	}
	if t != (ninjs.TrustIndicator{}) {
		r.a.Item.TrustIndicators = append(r.a.Item.TrustIndicators, t)
	}
}

// interaction reads what the source counted of its readers.
func (r *reader) interaction(n *xmltree.Node) {
	count, err := strconv.Atoi(firstOf(attr(n, "interactions"), n.OneLine()))
	if err != nil || count < 0 {
		return
	}
	switch kind := strings.ToLower(codeAttr(n, "interactiontype")); {
	case strings.Contains(kind, "comment"):
		r.a.SourceComments = &count
	case strings.Contains(kind, "view"), strings.Contains(kind, "visit"):
		r.a.SourceViews = &count
	}
}
