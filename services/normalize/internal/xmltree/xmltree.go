// Package xmltree reads a document of an agency into a small tree of elements
// and text, on top of the tokens of encoding/xml.
//
// No library in Go has both what is needed here: a bound on what a document may
// cost, and patience with what agencies send. Nothing is ever loaded, and no
// entity that a document declares is expanded: using one is an error. HTML's
// named entities are understood. Depth, elements, text pieces and attributes are
// bounded, so that time and memory are linear in the size of the document. Words that
// only an element parts stay apart: an empty element that has the name of a character
// (<endash/>) is that character, any other one between two words is a blank.
//
// The package knows no wire format; names are compared without their prefix,
// since agencies write the same document with and without one. It must not do
// I/O, nor repair a document that is cut off.
package xmltree

// The bounds of a document.
const (
	MaxDepth      = 256    // levels of elements, the root being the first
	maxAttributes = 256    // of one element
	minParts      = 50_000 // elements, pieces of text and attributes that any document may have
	bytesOfAPart  = 8      // beyond that, one for so many bytes
	maxRepairs    = 1_000  // end tags that match nothing that is open last
	maxNotes      = 8      // of one document
)

// Document is what was read, and what had to be repaired for it.
type Document struct {
	Root  *Node
	Notes []string // each in a few words
}

// Node is an element, or a piece of text if it has no name.
type Node struct {
	Name     string // local name
	Prefix   string // as written, before the colon
	Attrs    []Attr
	Children []*Node
	Data     string // of a piece of text
	Line     int    // from 1, where it ends in the document for text, where its tag ends for an element
	Unclosed bool   // its end tag is missing: it ended with what it stands in
}

// Attr is an attribute, entities resolved.
type Attr struct{ Prefix, Name, Value string }

// Parse reads a whole document. name is the format that errors are given in the
// name of, contentType what the provider declared, and may be empty; items are the
// local names of the elements that are an article each. The error is a *format.Error
// with a line: malformed (syntax, cut off, an entity of its own), charset, too-deep, or
// too-large (more parts than its size allows), which is too-many-articles if it has
// more items than a delivery may hold.
//
// What agencies get wrong is read with a note: an ampersand or an attribute value
// that is not escaped or quoted, an element that is not closed inside of one that
// is, control characters, a charset that is not the declared one where that is
// beyond doubt.
func Parse(name string, data []byte, contentType string, items ...string) (*Document, error) {
	text, note, err := decode(name, data, contentType)
	if err != nil {
		return nil, err
	}
	r := newReader(name, text)
	r.items = items
	r.note(note)
	root, err := r.read()
	if err != nil {
		return nil, err
	}
	return &Document{Root: root, Notes: r.notes}, nil
}
