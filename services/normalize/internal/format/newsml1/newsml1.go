// Package newsml1 reads NewsML 1.0 to 1.2 of the IPTC and the habits of the
// agencies that send it: text in NITF, XHTML or plain, pictures and films as
// components beside it, several items in a document, items within items.
//
// It says what the document says and cleans nothing: package tidy does that for
// all formats. It must not load what a document refers to, catalogues included.
//
// Source: IPTC NewsML 1.2, http://www.iptc.org/std/NewsML/1.2/
package newsml1

import (
	"fmt"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// Name is the name of the format.
const Name = "newsml-1.2"

// The bounds of what one item may make: each medium, name and note costs
// far more than its bytes.
const (
	maxMedia = 500   // associations of one item
	maxFacts = 2_000 // subjects, names, sources and ids of one item, of each kind
)

// Parse reads a delivery of one NewsML document, or of several within a root of the
// agency's own. It gives an article for each NewsItem, those within another one
// included. The error is a *format.Error.
func Parse(in format.Input) ([]format.Article, error) {
	doc, err := xmltree.Parse(Name, in.Data, in.ContentType, "NewsItem")
	if err != nil {
		return nil, err
	}
	if err := format.Spent(Name, countItems(doc.Root)); err != nil {
		return nil, err
	}
	d := &document{in: in, topics: topicsOf(doc.Root)}
	var articles []format.Article
	for _, item := range itemsIn(doc.Root) {
		if articles = append(articles, d.item(item.envelope, item.node)...); len(articles) > contract.MaxArticles {
			return nil, format.Spent(Name, len(articles))
		}
	}
	if len(articles) == 0 {
		return nil, format.Errorf(Name, contract.ReasonMalformed, "", "no NewsItem in <%s>", doc.Root.Name)
	}
	for i := range articles {
		articles[i].Notes = append(slices.Clone(doc.Notes), articles[i].Notes...)
	}
	return articles, nil
}

// countItems counts the items, those within others included.
func countItems(root *xmltree.Node) int {
	n := 0
	for e := range root.Descendants() {
		if e.Name == "NewsItem" {
			n++
		}
	}
	return n
}

// document is what the items of a delivery share.
type document struct {
	in     format.Input
	topics map[string]*facts
	shared int // elements of envelopes that items took so far
}

// enveloped is a NewsItem and the envelope that it came in.
type enveloped struct {
	envelope envelope
	node     *xmltree.Node
}

// envelope says how items were sent, and when; both nil where nothing does.
type envelope struct{ node, date *xmltree.Node }

func envelopeOf(n *xmltree.Node) envelope { return envelope{n, n.Child("DateAndTime")} }

// itemsIn finds the outermost items, each with the envelope of its NewsML.
func itemsIn(root *xmltree.Node) []enveloped {
	if root.Name == "NewsItem" {
		return []enveloped{{node: root}}
	}
	var out []enveloped
	last := envelopeOf(root.Child("NewsEnvelope"))
	for n := range root.Descendants("NewsItem", "NewsEnvelope") {
		switch n.Name {
		case "NewsEnvelope":
			last = envelopeOf(n)
		case "NewsItem":
			out = append(out, enveloped{last, n})
		}
	}
	return out
}

// item reads a NewsItem, and those within it as articles of their own after it.
func (d *document) item(in envelope, n *xmltree.Node) []format.Article {
	r := &reader{document: d, envelope: in, item: n}
	r.main = r.newPart(&r.a.Item)
	r.main.item = true
	r.loose, r.forms = map[*xmltree.Node]*part{}, map[*xmltree.Node]*forms{}
	r.identify()
	r.manage()
	if r.a.Err == nil {
		r.read()
	}
	r.unnamed()
	r.a.DateLine = r.main.dateLine
	out := append([]format.Article{r.a}, r.beside...)
	for _, inner := range r.within {
		out = append(out, d.item(in, inner)...)
	}
	return out
}

// reader holds one item while it is read.
type reader struct {
	*document
	envelope envelope
	item     *xmltree.Node
	a        format.Article
	main     *part
	traits   map[*xmltree.Node]traits
	labels   map[*xmltree.Node]label
	media    []*part
	loose    map[*xmltree.Node]*part // media whose files stand beside a text, by component
	captions []string                // of no component that has a picture
	inner    []ninjs.Association     // of texts in NITF
	within   []*xmltree.Node         // items within this one
	beside   []format.Article        // what a text within takes down
	links    int

	nameLabel string
	forms     map[*xmltree.Node]*forms // of the medium that a component lists last
}

// read reads what is in the item once it is known that it may be read.
func (r *reader) read() {
	r.readEnvelope()
	for n := range r.item.Path("Comment") {
		if n.Attr("FormalName") == "" {
			r.main.edNote(lines(n))
		}
	}
	r.readContent()
	r.main.settle()
	r.settleMedia()
	r.settle()
}

func (r *reader) fail(reason contract.Reason, n *xmltree.Node, text string, args ...any) {
	if r.a.Err == nil {
		r.a.Err = format.Errorf(Name, reason, lineOf(n), text, args...)
	}
}

// note adds a note, each once.
func (r *reader) note(text string) { note.Add(&r.a.Notes, text) }

// associate adds an association, as long as there is room.
func (r *reader) associate(it *ninjs.Item, a ninjs.Association) {
	if r.links >= maxMedia {
		r.note(fmt.Sprintf("more than %d associations: the others were left out", maxMedia))
		return
	}
	r.links++
	it.Associations = append(it.Associations, a)
}

func lineOf(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	return fmt.Sprintf("line %d", n.Line)
}
