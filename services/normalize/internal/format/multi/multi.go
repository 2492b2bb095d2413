// Package multi reads multipart pushes: a delivery whose body is itself
// multipart/form-data, multipart/mixed or multipart/related, with one or more
// wire documents and the pictures that belong to them.
//
// It reads no news itself: each document goes to the format that claims it. It
// must not guess which picture belongs to which article where a document says so.
//
// Sources: RFC 2046 section 5.1, RFC 2387 (related), RFC 7578 (form data).
package multi

import (
	"bytes"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
	"github.com/wireroom/wireroom/services/normalize/internal/parts"
)

// Name is the name of the format.
const Name = "multipart"

// Parse reads the documents of a multipart body; what can't be read costs only
// itself. Plain text and HTML are documents if there is no other one. Binaries
// go to the articles that refer to them by file name, Content-ID or address,
// else to the first one. The error is a *format.Error.
func Parse(in format.Input, nested mimetree.Nested) ([]format.Article, error) {
	root, err := mimetree.Body(Name, in.Data, in.ContentType)
	if err != nil {
		return nil, err
	}
	r := &reader{in: in, nested: nested}
	r.sort(root)
	if err := r.readAll(r.documents); err != nil {
		return nil, err
	}
	if len(r.out) == 0 {
		if err := r.readAll(r.texts); err != nil {
			return nil, err
		}
	} else if len(r.texts) > 0 {
		r.note("text beside a document was left out")
	}
	if len(r.out) == 0 {
		return nil, format.Errorf(Name, contract.ReasonIncomplete, "", "no document that can be read among %d parts", r.count)
	}
	if !parts.Attach(r.out, r.binaries) {
		r.note("binaries without an article that can be read were left out")
	}
	r.out[0].Notes = append(r.out[0].Notes, r.notes...)
	return r.out, nil
}

// Looks reports whether a document begins as a multipart body does, for pushes
// without their content type: a boundary, then a part's header.
func Looks(head []byte) bool {
	line, rest, _ := bytes.Cut(head, []byte("\n"))
	return len(line) > 4 && bytes.HasPrefix(line, []byte("--")) && len(rest) > 8 && bytes.EqualFold(rest[:8], []byte("content-"))
}

// reader holds a delivery while it is read.
type reader struct {
	in               format.Input
	nested           mimetree.Nested
	documents, texts []leaf
	binaries         []format.Part
	out              []format.Article
	notes            []string
	count            int
}

type leaf struct {
	part *mimetree.Part
	data []byte
}

// sort takes the leaves apart. Of alternatives, the last one counts.
func (r *reader) sort(p *mimetree.Part) {
	if p.IsMultipart() {
		children := p.Parts
		if p.MediaType == "multipart/alternative" && len(children) > 0 {
			children = children[len(children)-1:]
		}
		for _, child := range children {
			r.sort(child)
		}
		return
	}
	r.count++
	data, note := p.Bytes()
	if note != "" {
		r.note(note)
	}
	kind := p.Look(data)
	switch l := (leaf{p, data}); {
	case len(data) == 0:
		r.note("an empty part was left out")
	case kind == mimetree.Document:
		r.documents = append(r.documents, l)
	case isField(p) && len(data) < 200:
		r.note(p.Where() + " was left out")
	case kind == mimetree.Text:
		r.texts = append(r.texts, l)
	default:
		r.binaries = append(r.binaries, p.Binary(data))
	}
}

// isField reports whether the part is a value of a form, no file.
func isField(p *mimetree.Part) bool {
	return p.Disposition == "form-data" && p.Name == "" && p.Header.Get("Content-Type") == ""
}

// readAll reads documents while the delivery may hold more articles.
func (r *reader) readAll(list []leaf) error {
	for _, l := range list {
		if err := r.read(l); err != nil {
			return err
		}
		if err := format.Spent(Name, len(r.out)); err != nil {
			return err
		}
	}
	return nil
}

// read reads one document; an error is one of the whole delivery.
func (r *reader) read(l leaf) error {
	_, articles, err := l.part.Read(Name, r.in, l.data, r.nested)
	switch {
	case err != nil && err.Reason == contract.ReasonTooManyArticles:
		return err
	case err != nil && err.Reason == contract.ReasonUnknown:
		r.note(l.part.Where() + " is no wire document, and was left out")
	case err != nil:
		r.out = append(r.out, format.Article{Err: err})
	default:
		r.out = append(r.out, articles...)
	}
	return nil
}

func (r *reader) note(text string) {
	if len(r.notes) < 20 {
		r.notes = append(r.notes, text)
	}
}
