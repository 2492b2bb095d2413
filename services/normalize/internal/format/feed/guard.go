package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
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
	minElements   = 50_000 // that any feed may have
	bytesOfOne    = 32     // beyond that, one for so many bytes: gofeed takes 250 for each
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
	language map[int]string // xml:lang of the items that have one
	repaired string         // why a strict reader would refuse it
}

// A general entity is how bombs are made. Parameter entities, which old RSS
// documents use for Netscape's DTD, are never followed.
var entitySyntax = regexp.MustCompile(`<!ENTITY\s+[^%\s]`)

// guard reads the whole document once, holding nothing of it: it must be
// bounded in depth and end where its root ends. What a strict reader refuses is
// read again as gofeed reads it.
func guard(name string, data []byte) (document, error) {
	w := &watcher{doc: document{data: data, broken: map[int]bool{}, language: map[int]string{}}, left: minElements + len(data)/bytesOfOne}
	err := walk(data, true, w)
	var bound *format.Error
	if err != nil && !errors.As(err, &bound) {
		w = &watcher{doc: document{data: data, broken: map[int]bool{}, language: map[int]string{}, repaired: err.Error()}, left: minElements + len(data)/bytesOfOne}
		err = walk(data, false, w)
	}
	switch {
	case errors.As(err, &bound):
		bound.Format = name
		return document{}, bound
	case err != nil:
		return document{}, format.Errorf(name, contract.ReasonMalformed, "", "read XML: %w", err)
	}
	if err := format.Spent(name, w.doc.items); err != nil {
		return document{}, err
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
