package newsmlg2

import (
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// reader holds one item while it is read, or what another item says of one.
type reader struct {
	in      format.Input
	msg     *message
	root    *xmltree.Node
	codes   *codes
	asserts map[string]*assertion
	lang    string // in which texts are chosen
	a       format.Article
	names   *names

	titles, headlines, descriptions, sluglines []label
	rights                                     map[string][]label // copyright and terms, by element
	edNotes, bys, credits                      []string
	makers                                     []maker
	modified                                   ninjs.Time // contentModified
	texts                                      []text
	set                                        int // how many contentSets were read
	renditionNames                             map[string]int
	associationNames                           map[string]int
	known                                      map[string]string // names of subjects by their codes
	shown                                      map[string]bool   // the words of the headlines
	pageTitle                                  string            // of XHTML within
	statusSaid                                 bool
	revised                                    bool        // the guid carries its revision
	held                                       bool        // an embargo within can't be read
	inner                                      innerStatus // what an article of another format within says
}

// reader makes one for an item or a part of one.
func (m *message) reader(n *xmltree.Node) *reader {
	r := &reader{
		in: m.in, msg: m, root: n, codes: newCodes(m.codes, n), asserts: map[string]*assertion{}, rights: map[string][]label{},
		renditionNames: map[string]int{}, associationNames: map[string]int{},
	}
	r.names = newNames(&r.a.Item)
	r.learnAsserts()
	r.a.Item.Language = r.languageOf()
	r.lang = firstOf(r.a.Item.Language, m.in.Language)
	return r
}

// within makes a reader for a part of this item, or for an item that it refers to.
func (r *reader) within(n *xmltree.Node) *reader {
	sub := &reader{
		in: r.in, msg: r.msg, root: n, codes: r.codes, asserts: r.asserts, rights: map[string][]label{},
		renditionNames: map[string]int{}, associationNames: map[string]int{}, lang: r.lang, revised: r.revised,
	}
	sub.names = newNames(&sub.a.Item)
	return sub
}

// read reads a whole item.
func (r *reader) read() {
	r.identify()
	r.manage()
	if r.a.Err != nil {
		return
	}
	for _, part := range []string{"itemMeta", "contentMeta"} {
		for n := range under(r.root, part) {
			r.property(n)
		}
	}
	for n := range under(r.root, "rightsInfo") {
		r.right(n)
	}
	r.hops()
	if r.root.Name == "packageItem" {
		r.groups()
	} else {
		r.contents()
	}
	r.parts()
	r.settle()
}

// identify takes the item's own name without its revision, where that ends it. A
// package that has none goes by that of its transmission: nothing else tells it from
// another one.
func (r *reader) identify() {
	guid, version := attr(r.root, "guid"), attr(r.root, "version")
	id := identity.Base(guid, version)
	r.revised = id != guid
	if id != "" && !identity.IsItem(id, r.providers()...) {
		r.note("the guid names no item: it goes by its headline and day")
		id = ""
	}
	if id == "" && r.root.Name == "packageItem" {
		id = r.msg.transmission
	}
	r.a.Item.URI, r.a.ID = uriOrID(id)
	if id != guid {
		r.alt("guid", guid)
	}
	if id != "" && r.a.ID == "" && string(r.a.Item.URI) != id {
		r.alt("id", id)
	}
	r.a.Item.Version = version
}

// providers are the names of who sends the item.
func (r *reader) providers() []string {
	n := r.root.Child("itemMeta", "provider")
	return []string{attr(n, "literal"), codeOf(attr(n, "qcode")), attr(n, "uri"), r.nameOf(orEmpty(n))}
}

func orEmpty(n *xmltree.Node) *xmltree.Node {
	if n == nil {
		return &xmltree.Node{}
	}
	return n
}

// named is what the item goes by; empty if by nothing of its own.
func (r *reader) named() string { return firstOf(string(r.a.Item.URI), r.a.ID) }

// languageOf is the language of the content, else of the item, else of the message.
func (r *reader) languageOf() string {
	for n := range r.root.Path("contentMeta", "language") {
		if tag := firstOf(attr(n, "tag"), codeOf(attr(n, "qcode")), attr(n, "literal"), n.OneLine()); tag != "" {
			return tag
		}
	}
	for n := range under(r.root, "contentSet") {
		if tag := langOf(n); tag != "" {
			return tag
		}
	}
	return firstOf(langOf(r.root), langOf(r.root.Child("contentSet")), langOf(r.msg.root))
}

func (r *reader) fail(reason contract.Reason, n *xmltree.Node, text string, args ...any) {
	if r.a.Err == nil {
		r.a.Err = format.Errorf(Name, reason, lineOf(n), text, args...)
	}
}

// note adds a note, each once.
func (r *reader) note(text string) { note.Add(&r.a.Notes, text) }

func (r *reader) alt(role, value string) {
	if value != "" && r.names.first("a "+role+" "+value) {
		r.a.Item.AltIDs = append(r.a.Item.AltIDs, ninjs.AltID{Role: role, Value: value})
	}
}

func (r *reader) label(n *xmltree.Node) label {
	return label{node: n, lang: langOf(n), role: codeAttr(n, "role"), text: lines(n)}
}
