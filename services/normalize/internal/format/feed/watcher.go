package feed

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// watcher holds the bounds and finds the items that are not closed.
type watcher struct {
	doc        document
	names      []string
	namespaces []int // in scope, for each open element
	text       []int // bytes of text so far, for each open element
	scopes     int
	left       int // elements that are still allowed
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
	w.left--
	switch {
	case w.left < 0:
		return format.Errorf("", contract.ReasonTooLarge, lineAt(line), "more elements than a feed of its size has")
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
	if w.item > 0 {
		w.speaks(t)
	}
	return nil
}

// speaks notes the language of an item, its own or that of its content.
func (w *watcher) speaks(t xml.StartElement) {
	depth := len(w.names)
	if depth != w.item && (depth != w.item+1 || w.names[depth-1] != "content") || w.doc.language[w.doc.items] != "" {
		return
	}
	for _, a := range t.Attr {
		if a.Name.Local == "lang" && a.Name.Space != "" {
			w.doc.language[w.doc.items] = a.Value
		}
	}
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

func lineAt(line int) string { return fmt.Sprintf("line %d", line) }
func byteAt(at int) string   { return fmt.Sprintf("byte %d", at) }
func place(n int) string     { return fmt.Sprintf("item %d", n+1) }
