package newsmlg2

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// message is a delivery: a news message, or a single item as if it were in one.
type message struct {
	in      format.Input
	root    *xmltree.Node
	known   bool // the root is a news message, which may be empty
	items   []*xmltree.Node
	members map[string]*xmltree.Node // the items by guid
	told    map[*xmltree.Node]ninjs.Item
	header
}

// header is what a message says of all its items, read once: there may be many.
type header struct {
	codes        *codes
	transmission string // the message's own name
	sent         *xmltree.Node
	priority     ninjs.Urgency
	signal       contract.Signal
}

func newHeader(message, n *xmltree.Node) header {
	h := header{codes: newCodes(nil, message, n), transmission: n.Child("transmitId").OneLine(), priority: urgency(n.Child("priority").OneLine())}
	if len(h.transmission) > maxShared {
		h.transmission = ""
	}
	if sent := n.Child("sent"); len(sent.Text()) < maxDate {
		h.sent = sent
	}
	for s := range n.Path("signal") {
		h.signal = graver(h.signal, signalOf(coded(s)))
	}
	return h
}

const maxDate = 100 // bytes of a date

func newMessage(root *xmltree.Node, in format.Input) *message {
	m := &message{in: in, root: root, members: map[string]*xmltree.Node{}, told: map[*xmltree.Node]ninjs.Item{}}
	m.known = root.Name == "newsMessage"
	m.header = newHeader(root, root.Child("header"))
	switch {
	case isItem(root.Name):
		m.items = []*xmltree.Node{root}
	case root.Name == "contentSet": // the content without its item
		m.items = []*xmltree.Node{{Name: "newsItem", Line: root.Line, Children: []*xmltree.Node{root}}}
	default:
		m.collect(root)
	}
	for _, n := range m.items {
		guid := attr(n, "guid")
		for _, id := range []string{guid, identity.Base(guid, attr(n, "version"))} {
			if id != "" && m.members[id] == nil {
				m.members[id] = n
			}
		}
	}
	return m
}

// collect finds the items of a message, or within a root of the agency's own. What
// else stands in an itemSet is taken along, to be refused.
func (m *message) collect(n *xmltree.Node) {
	for c := range n.Elements() {
		switch {
		case c.Name == "header":
		case isItem(c.Name), n.Name == "itemSet":
			m.items = append(m.items, c)
		default:
			if c.Name == "newsMessage" {
				m.known = true
				m.header = newHeader(c, c.Child("header"))
			}
			m.collect(c)
		}
	}
}

func (m *message) read() []format.Article {
	var out []format.Article
	for _, n := range m.items {
		switch n.Name {
		case "newsItem", "packageItem":
			out = append(out, m.item(n)...)
		default:
			out = append(out, m.refused(n))
		}
	}
	return out
}

// refused is an item that is no news: it spoils no other.
func (m *message) refused(n *xmltree.Node) format.Article {
	why := firstOf(refusal(n.Name), "<"+n.Name+"> is no item of NewsML-G2")
	a := format.Article{Err: format.Errorf(Name, contract.ReasonUnsupported, lineOf(n), "%s", why)}
	a.Item.URI, a.ID = uriOrID(identity.Base(attr(n, "guid"), attr(n, "version")))
	return a
}

// item reads one item; nothing of a package that only wraps what is beside it.
func (m *message) item(n *xmltree.Node) []format.Article {
	if n.Name == "packageItem" && isWrapper(n) {
		return nil
	}
	r := m.reader(n)
	r.read()
	return []format.Article{r.a}
}

// isWrapper reports whether a package has no name of its own, says nothing, and
// holds no more than one thing: systems that know only packages send each article
// in one.
func isWrapper(n *xmltree.Node) bool {
	refs := 0
	for c := range n.Descendants() {
		switch c.Name {
		case "itemRef":
			refs++
		case "headline", "title", "slugline", "description", "link":
			return false
		}
	}
	return refs < 2 && attr(n, "guid") == ""
}

// urgency reads 1 to 9, else 0.
func urgency(s string) ninjs.Urgency {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 || n > 9 {
		return 0
	}
	return ninjs.Urgency(n)
}
