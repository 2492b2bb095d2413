// Package markup makes one clean XHTML fragment, and its twin in plain text, of
// whatever markup or text a provider sent as a body.
//
// What is written is made of an allow-list of elements and attributes and of
// escaped text, never copied from the input: no script, style, frame, form
// control, event handler or address other than http, https and mailto can pass.
// The fragment is well-formed XML, and means the same read as HTML.
//
// It is one pass over the tokens of golang.org/x/net/html, without a tree: a
// tree has to be built behind bluemonday (which works on tokens and leaves them as
// ill-formed as they were), and may grow to 512 times the input, since unclosed
// formatting elements are opened again in each paragraph; sanitising, then parsing
// alone takes longer than all that is done here (BenchmarkBluemondayThenTree). Here time and memory are linear in the input, nesting is bounded.
// The tests hold the output against a bluemonday policy, which must find nothing
// to remove.
//
// The package knows no provider and no wire format.
package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

// Result is a cleaned body.
type Result struct {
	XHTML     string // well-formed fragment, empty if nothing was left
	Text      string // paragraphs parted by an empty line, list items "- ", cells by tab; captions of figures left out
	Flattened bool   // something was nested too deep and lost its element, not its text
}

// The bounds of nesting. What is deeper keeps its text and loses its element.
const (
	maxDepth  = 64
	maxInline = 8
)

// Clean reads HTML or XHTML. It takes anything: there is no error.
func Clean(source string, xhtml bool) Result {
	w := newWriter(len(source))
	if isSimple(source) {
		w.readSimple(source, xhtml)
		return w.result()
	}
	if !w.read(source, xhtml, false) {
		// an element that goes with its content was never closed, and took the
		// rest of the story with it: once more, keeping the text
		w = newWriter(len(source))
		w.read(source, xhtml, true)
	}
	return w.result()
}

// result ends the writer.
func (w *writer) result() Result {
	defer w.rest()
	return Result{XHTML: string(w.x), Text: w.twin.String(), Flattened: w.flattened}
}

// read reports whether each element that goes with its content was closed.
func (w *writer) read(source string, xhtml, keep bool) bool {
	z := html.NewTokenizer(strings.NewReader(source))
	z.AllowCDATA(true)
	var skip skipper
	var beside pictureSource
	noscript := false
	for {
		switch tt := z.Next(); tt {
		case html.ErrorToken:
			w.popTo(0)
			return keep || skip.depth == 0 || skip.code
		case html.TextToken:
			if skip.depth > 0 {
				continue
			}
			text := string(z.Text())
			if noscript && strings.Contains(text, "<img ") {
				w.escapedPictures(text)
				continue
			}
			w.text(glyph.Clean(text))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			closed := tt == html.SelfClosingTagToken
			if a == atom.Noscript || closed && xhtml || keep && a != atom.Script && a != atom.Style {
				z.NextIsNotRawText()
			}
			if skip.start(a, closed && xhtml, keep) {
				continue
			}
			noscript = noscript || a == atom.Noscript && !closed
			w.start(a, attributes(z, a, more, &beside))
			if closed && xhtml && a != atom.Br {
				w.end(a)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			noscript = noscript && atom.Lookup(name) != atom.Noscript
			if a := atom.Lookup(name); !skip.end(a) && (a != atom.Br || !xhtml) {
				w.end(a)
			}
		}
	}
}

// skipper leaves out elements that go with their content.
type skipper struct {
	inside atom.Atom
	depth  int
	code   bool // script or style: what follows an unclosed one is no text
}

// start reports whether the element is left out.
func (s *skipper) start(a atom.Atom, closed, keep bool) bool {
	if s.depth > 0 {
		if a == s.inside && !closed {
			s.depth++
		}
		return true
	}
	code := a == atom.Script || a == atom.Style
	if kindOf(a) != dropped || keep && !code {
		return false
	}
	if !closed {
		s.inside, s.depth, s.code = a, 1, code
	}
	return true
}

// end reports whether the end tag is one that is left out.
func (s *skipper) end(a atom.Atom) bool {
	if s.depth == 0 {
		return false
	}
	if a == s.inside {
		s.depth--
	}
	return true
}
