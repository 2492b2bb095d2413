package feed

import (
	"iter"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// element is an element of a feed with the vocabulary that it is in, and the base of its
// relative addresses as far as xml:base says one.
type element struct {
	node  *xmltree.Node
	space string // native, or the name of another vocabulary
	name  string // local name, in small letters if native
	own   string // the vocabulary that is native to the feed
	scope *scope
	base  base // without an address if xml:base says none
}

// rootElement makes the vocabulary of the root the native one. outer is what a relative
// xml:base is relative to.
func rootElement(n *xmltree.Node, outer base) element {
	e := element{node: n, scope: (*scope)(nil).within(n)}
	e.own = e.scope.of(n.Prefix)
	e.name = strings.ToLower(n.Name)
	e.base = xmlBase(n, base{}, outer)
	return e
}

func (e element) child(n *xmltree.Node, outer base) element {
	c := element{node: n, own: e.own, scope: e.scope.within(n)}
	if c.space = c.scope.of(n.Prefix); c.space == e.own || c.space == "rss" {
		c.space = native
	}
	if c.name = n.Name; c.space == native {
		c.name = strings.ToLower(n.Name)
	}
	c.base = xmlBase(n, e.base, outer)
	return c
}

// children gives the child elements.
func (e element) children() iter.Seq[element] {
	return func(yield func(element) bool) {
		for n := range e.node.Elements() {
			if !yield(e.child(n, e.base)) {
				return
			}
		}
	}
}

// xmlBase is the base within an element (XML Base, 4; RFC 3986, 5.1.1).
func xmlBase(n *xmltree.Node, inherited, outer base) base {
	for _, a := range n.Attrs {
		if a.Name != "base" || a.Prefix != "xml" {
			continue
		}
		if inherited.url == nil {
			inherited = outer
		}
		if within := newBase(string(inherited.uri(a.Value))); within.url != nil {
			return within
		}
	}
	return inherited
}

// address is an attribute that is one, absolute if xml:base says to what.
func (e element) address(value string) string {
	if e.base.url == nil {
		return value
	}
	if full := e.base.uri(value); full != "" {
		return string(full)
	}
	return value
}

// attr is an attribute by its local name in any case.
func (e element) attr(name string) string {
	for _, a := range e.node.Attrs {
		if strings.EqualFold(a.Name, name) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// language is xml:lang.
func (e element) language() string {
	for _, a := range e.node.Attrs {
		if a.Name == "lang" && a.Prefix != "" {
			return a.Value
		}
	}
	return ""
}

// text is what is in the element: its text, or its markup if there are elements in it.
func (e element) text() string {
	elements, tags := false, false
	for _, c := range e.node.Children {
		elements = elements || !c.IsText()
		tags = tags || c.IsText() && markupSyntax.MatchString(c.Data)
	}
	if !elements {
		return strings.TrimSpace(e.node.Text())
	}
	if !tags {
		return strings.TrimSpace(e.node.InnerMarkup())
	}
	var b strings.Builder // markup that was escaped beside markup that was not
	for _, c := range e.node.Children {
		if c.IsText() {
			b.WriteString(c.Data)
			continue
		}
		b.WriteString((&xmltree.Node{Name: "div", Children: []*xmltree.Node{c}}).InnerMarkup())
	}
	return strings.TrimSpace(b.String())
}

// markup is text that is read as HTML, its addresses absolute if xml:base says to what.
func (e element) markup() string {
	if e.base.url == nil {
		return e.text()
	}
	return e.base.html(e.text())
}

// field is an element of another vocabulary, as it stands.
type field struct {
	Value    string
	Attrs    map[string]string
	Children map[string][]field
	node     *xmltree.Node
}

// fields are elements of one vocabulary by their names; extensions are these by the name
// of the vocabulary.
type (
	fields     = map[string][]field
	extensions map[string]fields
)

func (x extensions) add(e element) {
	if x[e.space] == nil {
		x[e.space] = fields{}
	}
	x[e.space][e.name] = append(x[e.space][e.name], e.field())
}

func (e element) field() field {
	f := field{node: e.node, Attrs: map[string]string{}, Children: fields{}}
	for _, a := range e.node.Attrs {
		f.Attrs[a.Name] = a.Value
		if a.Name == "url" || a.Name == "href" {
			f.Attrs[a.Name] = e.address(a.Value)
		}
	}
	var text strings.Builder
	for _, c := range e.node.Children {
		text.WriteString(c.Data)
	}
	f.Value = strings.TrimSpace(text.String())
	for c := range e.children() {
		f.Children[c.name] = append(f.Children[c.name], c.field())
	}
	return f
}
