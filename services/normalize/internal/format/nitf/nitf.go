// Package nitf reads NITF 3.x, the News Industry Text Format of the IPTC, with
// and without document type or namespace, and the habits of the agencies that
// send it.
//
// It says what the document says and cleans nothing: package tidy does that for
// all formats. It must not load what a document refers to.
//
// Source: IPTC NITF 3.6, http://www.iptc.org/std/NITF/3.6/documentation/nitf-3-6.html
package nitf

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// Name is the name of the format.
const Name = "nitf"

// The bounds of what one delivery may make: each document, medium and note costs
// far more than its bytes.
const (
	maxMedia = 500 // of one document
)

// Parse reads a delivery of one NITF document, or of several under a root of the
// agency's own. The error is a *format.Error.
func Parse(in format.Input) ([]format.Article, error) {
	doc, err := xmltree.Parse(Name, in.Data, in.ContentType, Name)
	if err != nil {
		return nil, err
	}
	documents := roots(doc.Root)
	if err := format.Spent(Name, len(documents)); err != nil {
		return nil, err
	}
	var articles []format.Article
	for _, root := range documents {
		articles = append(articles, FromTree(root, in)...)
	}
	if len(articles) == 0 {
		return nil, format.Errorf(Name, contract.ReasonMalformed, "", "no nitf element in <%s>", doc.Root.Name)
	}
	for i := range articles {
		articles[i].Notes = append(append([]string(nil), doc.Notes...), articles[i].Notes...)
	}
	return articles, nil
}

func roots(root *xmltree.Node) []*xmltree.Node {
	if root.Name == Name {
		return []*xmltree.Node{root}
	}
	var out []*xmltree.Node
	for n := range root.Descendants(Name) {
		if n.Name == Name {
			out = append(out, n)
		}
	}
	return out
}

// FromTree reads one nitf element, of a document of its own or within another
// format's. It gives one article, and a second one where the document takes down
// another one without being a kill itself.
func FromTree(root *xmltree.Node, in format.Input) []format.Article {
	r := &reader{root: root, in: in, docdata: root.Child("head", "docdata"), names: newNames()}
	r.a.Item.Type = ninjs.TypeText
	r.identify()
	r.manage()
	if r.a.Err != nil {
		return []format.Article{r.a}
	}
	r.metas()
	r.readDocdata()
	r.readHead()
	r.readBodyHead()
	r.readBody()
	r.names.into(&r.a.Item)
	r.a.Item.Bodies = joinBodies(r.bodies)
	r.settle()
	return append([]format.Article{r.a}, r.takedown()...)
}

// reader holds one document while it is read.
type reader struct {
	root    *xmltree.Node
	docdata *xmltree.Node
	in      format.Input
	a       format.Article
	names   *names
	meta    map[string]string // of the head, by name in small letters; the first one counts
	edNotes []string
	keys    []string // of the key list
	bodies  []ninjs.Body
	revised bool // the id carries its revision
}

func (r *reader) fail(reason contract.Reason, n *xmltree.Node, text string, args ...any) {
	if r.a.Err == nil {
		r.a.Err = format.Errorf(Name, reason, lineOf(n), text, args...)
	}
}

// note adds a note, each once.
func (r *reader) note(text string) { note.Add(&r.a.Notes, text) }

func (r *reader) alt(role, value string) {
	if value != "" {
		r.a.Item.AltIDs = append(r.a.Item.AltIDs, ninjs.AltID{Role: role, Value: value})
	}
}

func (r *reader) source(role, name, literal string) {
	if name != "" {
		r.a.Item.InfoSources = append(r.a.Item.InfoSources, ninjs.InfoSource{Name: name, Role: role, Literal: literal})
	}
}

func (r *reader) subject(rel, name, literal string) {
	if name != "" || literal != "" {
		r.a.Item.Subjects = append(r.a.Item.Subjects, ninjs.Subject{Name: name, Rel: rel, Literal: literal})
	}
}

func (r *reader) describe(role, text string) {
	if text != "" {
		r.a.Item.Descriptions = append(r.a.Item.Descriptions, ninjs.Text{Role: role, ContentType: "text/plain", Value: text})
	}
}

// identify takes the document's own name, without the revision that ends it. An id
// that is no URI is one within its provider; one that is the same on every document
// of its provider names none.
func (r *reader) identify() {
	docID := r.docdata.Child("doc-id")
	id, uno, version := docID.Attr("id-string"), r.root.Attr("uno"), duVersion(r.docdata.Child("du-key"))
	name := ""
	for _, said := range []string{id, uno} {
		base := identity.Base(said, version)
		if name == "" && identity.IsItem(base, docID.Attr("regsrc")) {
			name, r.revised = base, base != said
		}
	}
	r.a.Item.URI, r.a.ID = uriOrID(name)
	if id != name && id != "" {
		r.alt("docId", id)
	}
	if uno != firstOf(id, uno) || name == "" {
		r.alt("uno", uno)
	}
	if name == "" && id+uno != "" {
		r.note("the ids name no document: it goes by its headline and day")
	}
	r.source("registrar", docID.Attr("regsrc"), "")
}

// uriOrID tells a URI from an id that merely has a colon in it ("SL:fa").
func uriOrID(id string) (ninjs.URI, string) {
	lower := strings.ToLower(id)
	if strings.HasPrefix(lower, "urn:") || strings.HasPrefix(lower, "tag:") || strings.Contains(id, "://") {
		if uri, err := ninjs.ParseURI(id); err == nil {
			return uri, ""
		}
	}
	return "", id
}

func firstOf(candidates ...string) string {
	for _, s := range candidates {
		if s != "" {
			return s
		}
	}
	return ""
}
