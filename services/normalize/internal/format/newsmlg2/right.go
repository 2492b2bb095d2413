package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// right reads one property of rightsInfo.
func (r *reader) right(n *xmltree.Node) {
	it := &r.a.Item
	switch n.Name {
	case "accountable":
		r.source(n)
	case "copyrightHolder":
		c := r.concept(n)
		it.CopyrightHolder = joined(", ", it.CopyrightHolder, firstOf(c.name, c.literal, codeOf(c.qcode), string(c.uri)))
	case "copyrightNotice", "usageTerms":
		r.rights[n.Name] = append(r.rights[n.Name], r.label(n))
		r.linked(attr(n, "href"))
	case "dataMining":
		r.mining(n)
	case "link":
		r.linked(firstOf(attr(n, "href"), attr(n, "residref")))
	case "rightsExpressionXML":
		r.expressed(n, n.InnerMarkup())
	case "rightsExpressionData":
		r.expressed(n, n.Text())
	}
}

// mining reads dataMining (NewsML-G2 2.34), a property whose value is of the PLUS
// vocabulary by recommendation.
func (r *reader) mining(n *xmltree.Node) {
	said := firstOf(attr(n, "uri"), string(r.codes.uri(attr(n, "qcode"))), attr(n, "qcode"), attr(n, "literal"), n.OneLine())
	use, ok := machineuse.PLUS(said)
	if !ok {
		r.note(machineuse.NotUnderstood("dataMining", said))
		return
	}
	r.a.MachineUse = r.a.MachineUse.And(use)
}

// linked keeps the first address of the rights: ninjs has room for one, or for an
// expression.
func (r *reader) linked(href string) {
	uri := r.address(href)
	if uri == "" || r.a.Item.RightsInfo != nil {
		return
	}
	r.a.Item.RightsInfo = &ninjs.RightsInfo{LinkedRights: uri}
}

func (r *reader) expressed(n *xmltree.Node, expression string) {
	if expression = strings.TrimSpace(expression); expression == "" {
		return
	}
	if have := r.a.Item.RightsInfo; have != nil && have.EncodedRights != "" {
		r.note("a second rights expression was left out")
		return
	}
	r.a.Item.RightsInfo = &ninjs.RightsInfo{LangID: firstURI(iri(attr(n, "langid")), r.codes.uri(attr(n, "langid"))), EncodedRights: expression}
}

// settleRights joins the statements in the language that suits best.
func (r *reader) settleRights() {
	it := &r.a.Item
	it.CopyrightNotice = r.inLanguage(r.rights["copyrightNotice"])
	it.UsageTerms = r.inLanguage(r.rights["usageTerms"])
}

func (r *reader) inLanguage(list []label) string {
	lang := best(list, r.lang).lang
	var out []string
	for _, l := range list {
		if l.lang == lang {
			out = append(out, l.text)
		}
	}
	return joined("\n", out...)
}
