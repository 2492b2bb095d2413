package nitf

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// rights reads copyright and terms, of docdata and of the body's head. ninjs has
// one text for all terms: each part is a line of it.
func (r *reader) rights() {
	it := &r.a.Item
	c := r.docdata.Child("doc.copyright")
	it.CopyrightHolder = c.Attr("holder")
	it.CopyrightNotice = notice(c.Attr("year"), c.Attr("holder"))
	var terms []string
	for n := range r.docdata.Path("doc.rights") {
		terms = append(terms, docRights(n)...)
		it.CopyrightHolder = firstOf(it.CopyrightHolder, n.Attr("owner"))
	}
	for n := range r.root.Path("body", "body.head", "rights") {
		terms = append(terms, bodyRights(n)...)
		it.CopyrightHolder = firstOf(it.CopyrightHolder, n.Child("rights.owner").OneLine())
	}
	it.UsageTerms = strings.Join(unique(terms), "\n")
	r.machineUse()
}

// machineUse reads what the meta elements of the head say, as those of a page do.
func (r *reader) machineUse() {
	take := func(use machineuse.Use, notes []string) {
		r.a.MachineUse = r.a.MachineUse.And(use)
		r.a.Notes = append(r.a.Notes, notes...)
	}
	take(machineuse.TDM(r.meta["tdm-reservation"], r.meta["tdm-policy"]))
	if value := r.meta["robots"]; value != "" {
		take(machineuse.Robots(value))
	}
	if value := r.meta["content-usage"]; value != "" {
		take(machineuse.ContentUsage(value))
	}
}

func notice(year, holder string) string {
	if year == "" || holder == "" {
		return ""
	}
	return "© " + year + " " + holder
}

func docRights(n *xmltree.Node) []string {
	var out []string
	add := func(label, value string) { out = addTerm(out, label, value) }
	add("", n.Attr("type"))
	add("", n.Attr("limitations"))
	add("Geography: ", join(" ", n.Attr("geography"), join(":", n.Attr("code-source"), n.Attr("location-code"))))
	add("Owner: ", n.Attr("owner"))
	add("Agent: ", n.Attr("agent"))
	add("From: ", n.Attr("startdate"))
	add("Until: ", n.Attr("enddate"))
	return out
}

// bodyRights reads rights as readers see them: its parts by name, or plain text.
func bodyRights(n *xmltree.Node) []string {
	part := func(name string) string {
		c := n.Child("rights." + name)
		return firstOf(flat(c), c.Attr("norm"))
	}
	var out []string
	add := func(label, value string) { out = addTerm(out, label, value) }
	add("", part("type"))
	add("", part("limitations"))
	add("Geography: ", part("geography"))
	add("Owner: ", join(", ", part("owner"), n.Child("rights.owner").Attr("contact")))
	add("Agent: ", part("agent"))
	add("From: ", part("startdate"))
	add("Until: ", part("enddate"))
	if len(out) == 0 {
		add("", flat(n))
	}
	return out
}

func addTerm(terms []string, label, value string) []string {
	if value == "" {
		return terms
	}
	return append(terms, label+value)
}
