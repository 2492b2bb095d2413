// Package xmlwrite writes XML 1.0 element by element.
//
// encoding/xml marshals structs, which suits no format whose elements mix text and
// elements in the order of a document. The package must not know any format.
package xmlwrite

import (
	"bytes"
	"encoding/xml"
)

// Writer builds one document. Text and the values of attributes are escaped;
// characters that XML forbids become U+FFFD.
type Writer struct {
	b    bytes.Buffer
	open []string
}

// New begins a document in UTF-8.
func New() *Writer {
	w := &Writer{}
	w.b.WriteString(xml.Header)
	return w
}

// Start opens an element. attrs are names and values in turn; those with an empty
// value are left out.
func (w *Writer) Start(name string, attrs ...string) {
	w.tag(name, attrs, ">")
	w.open = append(w.open, name)
}

// End closes the element that was opened last.
func (w *Writer) End() {
	last := len(w.open) - 1
	w.b.WriteString("</" + w.open[last] + ">")
	w.open = w.open[:last]
}

// Empty writes an element without content.
func (w *Writer) Empty(name string, attrs ...string) { w.tag(name, attrs, "/>") }

// Text writes text.
func (w *Writer) Text(s string) { _ = xml.EscapeText(&w.b, []byte(s)) } // a buffer takes everything

// Leaf writes an element that holds text; nothing where there is no text.
func (w *Writer) Leaf(name, text string, attrs ...string) {
	if text == "" {
		return
	}
	w.Start(name, attrs...)
	w.Text(text)
	w.End()
}

// Line ends a line: for the eye, where white space does not count.
func (w *Writer) Line() { w.b.WriteByte('\n') }

// Bytes closes what is open and gives the document.
func (w *Writer) Bytes() []byte {
	for len(w.open) > 0 {
		w.End()
	}
	w.Line()
	return w.b.Bytes()
}

func (w *Writer) tag(name string, attrs []string, end string) {
	w.b.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		w.b.WriteString(" " + attrs[i] + `="`)
		w.Text(attrs[i+1])
		w.b.WriteByte('"')
	}
	w.b.WriteString(end)
}
