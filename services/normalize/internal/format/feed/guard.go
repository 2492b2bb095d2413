package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Bounds of a feed. They lie far above what feeds have, and keep what gofeed
// does with each element (recursion, a look through the namespaces) small.
const (
	maxDepth      = 256
	maxAttributes = 256
	maxNamespaces = 64
	maxScopes     = 8 << 20   // namespaces in scope, summed over all elements: gofeed copies them for each
	maxCopied     = 512 << 20 // bytes of text so far, summed over its pieces: gofeed joins them one by one
)

// document is a feed that the guard let through.
type document struct {
	data     []byte
	broken   map[int]bool // items, counted from 0, with an element that is never closed
	items    int
	repaired string // why a strict reader would refuse it
}

// A general entity is how bombs are made. Parameter entities, which old RSS
// documents use for Netscape's DTD, are never followed.
var entitySyntax = regexp.MustCompile(`<!ENTITY\s+[^%\s]`)

// guard reads the whole document once, holding nothing of it: it must be
// bounded in depth and end where its root ends. What a strict reader refuses is
// read again as gofeed reads it.
func guard(name string, data []byte) (document, error) {
	w := &watcher{doc: document{data: data, broken: map[int]bool{}}}
	err := walk(data, true, w)
	var bound *format.Error
	if err != nil && !errors.As(err, &bound) {
		w = &watcher{doc: document{data: data, broken: map[int]bool{}, repaired: err.Error()}}
		err = walk(data, false, w)
	}
	switch {
	case errors.As(err, &bound):
		bound.Format = name
		return document{}, bound
	case err != nil:
		return document{}, format.Errorf(name, contract.ReasonMalformed, "", "read XML: %w", err)
	}
	return w.doc, nil
}

// walk gives each token to w and ends with the first error.
func walk(data []byte, strict bool, w *watcher) error {
	dec := newDecoder(data, strict)
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = w.see(token, dec)
		}
		if err != nil {
			return err
		}
	}
}

// newDecoder reads as gofeed does if it is not strict.
func newDecoder(data []byte, strict bool) *xml.Decoder {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = strict
	if strict {
		dec.Entity = xml.HTMLEntity
	}
	return dec
}

// watcher holds the bounds and finds the items that are not closed.
type watcher struct {
	doc        document
	names      []string
	namespaces []int // in scope, for each open element
	text       []int // bytes of text so far, for each open element
	scopes     int
	copied     int
	item       int // depth of the open item, 0 if none
	end        int64
	started    bool // the last token started an element
}

func (w *watcher) see(token xml.Token, dec *xml.Decoder) error {
	line, _ := dec.InputPos()
	switch t := token.(type) {
	case xml.Directive:
		if entitySyntax.Match(append([]byte("<!"), t...)) || entitySyntax.Match(t) {
			return format.Errorf("", contract.ReasonMalformed, lineAt(line), "entity declarations are not read")
		}
	case xml.StartElement:
		if err := w.start(t, line); err != nil {
			return err
		}
	case xml.EndElement:
		w.close(dec.InputOffset())
	case xml.CharData:
		if err := w.chars(len(t), line); err != nil {
			return err
		}
	}
	_, w.started = token.(xml.StartElement)
	w.end = dec.InputOffset()
	return nil
}

func (w *watcher) start(t xml.StartElement, line int) error {
	w.names = append(w.names, strings.ToLower(t.Name.Local))
	w.namespaces = append(w.namespaces, w.inScope()+declared(t))
	w.text = append(w.text, 0)
	w.scopes += w.inScope()
	switch {
	case len(w.names) > maxDepth:
		return format.Errorf("", contract.ReasonTooDeep, lineAt(line), "elements nested deeper than %d", maxDepth)
	case len(t.Attr) > maxAttributes:
		return format.Errorf("", contract.ReasonMalformed, lineAt(line), "more than %d attributes", maxAttributes)
	case w.inScope() > maxNamespaces || w.scopes > maxScopes:
		return format.Errorf("", contract.ReasonMalformed, lineAt(line), "too many namespaces in scope")
	}
	if w.item == 0 && isItem(w.names) {
		w.item = len(w.names)
	}
	return nil
}

func (w *watcher) chars(n, line int) error {
	if len(w.text) == 0 {
		return nil
	}
	last := len(w.text) - 1
	w.text[last] += n
	if w.copied += w.text[last]; w.copied > maxCopied {
		return format.Errorf("", contract.ReasonMalformed, lineAt(line), "text in too many pieces")
	}
	return nil
}

// close takes the end of an element. An end that took no byte, and is not that
// of an empty element, was never written: the decoder made it up.
func (w *watcher) close(offset int64) {
	madeUp := offset == w.end && !w.started
	depth := len(w.names)
	w.names, w.namespaces, w.text = w.names[:depth-1], w.namespaces[:depth-1], w.text[:depth-1]
	if w.item == 0 {
		return
	}
	if madeUp {
		w.doc.broken[w.doc.items] = true
	}
	if depth == w.item {
		w.item = 0
		w.doc.items++
	}
}

func (w *watcher) inScope() int {
	if len(w.namespaces) == 0 {
		return 0
	}
	return w.namespaces[len(w.namespaces)-1]
}

// declared counts the namespaces that an element declares.
func declared(t xml.StartElement) int {
	n := 0
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			n++
		}
	}
	return n
}

// isItem tells an article's element by its place: RSS 2.0 has it in the
// channel, RSS 1.0 and Atom in the root.
func isItem(names []string) bool {
	if len(names) > 3 {
		return false
	}
	switch strings.Join(names, "/") {
	case "rss/channel/item", "rss/item", "rdf/item", "rdf/channel/item", "feed/entry":
		return true
	default:
		return false
	}
}

// xmlName tells a feed by the local name of its root.
func xmlName(head []byte) string {
	dec := newDecoder(head, false)
	for {
		token, err := dec.Token()
		if err != nil {
			return ""
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch strings.ToLower(start.Name.Local) {
		case "rss", "rdf":
			return RSS
		case "feed":
			return Atom
		default:
			return ""
		}
	}
}

func lineAt(line int) string { return fmt.Sprintf("line %d", line) }
func byteAt(at int) string   { return fmt.Sprintf("byte %d", at) }
func place(n int) string     { return fmt.Sprintf("item %d", n+1) }
