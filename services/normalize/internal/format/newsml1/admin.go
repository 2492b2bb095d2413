package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// readEnvelope reads how the item was sent: what service and product it belongs to
// files it, and its priority stands in for an urgency. Each item of the envelope
// takes all of it, as long as that is no more than the delivery itself.
func (r *reader) readEnvelope() {
	e, p := r.envelope.node, r.main
	if e == nil {
		return
	}
	if r.shared += len(e.Children); r.shared > maxFacts+len(r.in.Data)/bytesOfAFact {
		r.note("the envelope left out: too large for so many items")
		return
	}
	p.alt("transmissionId", short(e.Child("TransmissionId")))
	for n := range e.Path("NewsService") {
		p.subject(ninjs.Subject{Name: formal(n), Rel: "service"})
	}
	for n := range e.Path("NewsProduct") {
		p.subject(ninjs.Subject{Name: formal(n), Rel: "product"})
	}
	for n := range e.Path("SentFrom", "Party") {
		p.party("sender", n)
	}
	if p.it.Urgency == 0 {
		p.it.Urgency = urgency(formal(e.Child("Priority")))
	}
}

// bytesOfAFact: a delivery has room for one element of an envelope for so many of
// its bytes, over all items.
const bytesOfAFact = 8

// administrative reads where the content comes from.
func (p *part) administrative(component *xmltree.Node) {
	for a := range component.Path("AdministrativeMetadata") {
		for n := range a.Elements() {
			switch n.Name {
			case "FileName":
				p.alt("fileName", n.OneLine())
			case "SystemIdentifier":
				p.alt("systemIdentifier", n.OneLine())
			case "Provider", "Creator", "Source", "Contributor":
				p.origin(strings.ToLower(n.Name), n)
			case "Property":
				p.property(n)
			}
		}
	}
}

func (p *part) origin(role string, n *xmltree.Node) {
	if other := n.Attr("NewsItem"); other != "" {
		p.r.link(p.it, other, role, "")
	}
	for party := range n.Path("Party") {
		p.party(role, party)
	}
	if n.Child("Party") == nil {
		p.source(role, formal(n), "")
	}
}

// party reads a person or organisation in a role: a topic of the document if it
// names one (Topic="#p1"); a word in its place is the role (Belga's AUTHOR).
func (p *part) party(role string, n *xmltree.Node) {
	name := firstOf(formal(n), n.Child("Property").Attr("Value"))
	topic := p.r.topics[strings.TrimPrefix(n.Attr("Topic"), "#")]
	if t := n.Attr("Topic"); topic == nil && t != "" && !strings.Contains(t, "#") && !strings.Contains(t, ":") {
		role = strings.ToLower(t)
	}
	if topic == nil {
		p.source(role, name, "")
	} else {
		if name = firstOf(topic.name, name); topic.kind == person {
			p.topic(*topic, role)
		} else {
			p.source(role, name, topic.literal)
		}
	}
	if (role == "author" || role == "creator" && topic != nil && topic.kind == person) && !byline.IsCode(name) {
		p.creator = firstOf(p.creator, name)
	}
	for c := range n.Path("Property") {
		if strings.EqualFold(c.Attr("FormalName"), "Organization") {
			p.source(role, c.Attr("Value"), "")
		}
	}
}

// rights reads copyright and terms. ninjs has one text for all terms: each part is
// a line of it.
func (p *part) rights(component *xmltree.Node) {
	for m := range component.Path("RightsMetadata") {
		for n := range m.Path("Copyright") {
			p.copyright(flat(n.Child("CopyrightHolder")), flat(n.Child("CopyrightDate")))
		}
		for n := range m.Path("UsageRights") {
			p.usage(n)
		}
		for n := range m.Path("Property") {
			p.property(n)
		}
	}
}

func (p *part) copyright(holder, date string) {
	p.it.CopyrightHolder = firstOf(p.it.CopyrightHolder, holder)
	if holder != "" {
		p.notice("© " + join(" ", date, holder))
	}
}

func (p *part) usage(n *xmltree.Node) {
	p.term("", lines(n.Child("UsageType")))
	p.term("Geography: ", flat(n.Child("Geography")))
	p.term("", lines(n.Child("Limitations")))
	p.term("Holder: ", flat(n.Child("RightsHolder")))
	p.term("From: ", flat(n.Child("StartDate")))
	p.term("Until: ", flat(n.Child("EndDate")))
	if !hasElements(n) {
		p.term("", flat(n))
	}
	p.it.CopyrightHolder = firstOf(p.it.CopyrightHolder, flat(n.Child("RightsHolder")))
}

func (p *part) term(label, value string) {
	if value != "" {
		p.terms = append(p.terms, label+value)
	}
}

func (p *part) notice(text string) {
	if text != "" {
		p.notices = append(p.notices, text)
	}
}
