package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// The bounds of a feed.
const (
	maxDepth    = 256    // of the values of a JSON Feed
	minElements = 50_000 // that any feed in XML may have
	bytesOfOne  = 32     // beyond that, one for so many bytes: each takes several hundred here
)

// document is a feed in XML: its root, and why a strict reader would refuse it.
type document struct {
	root     element
	repaired string
}

// A general entity is how bombs are made. Parameter entities, which old RSS
// documents use for Netscape's DTD, are never followed.
var entitySyntax = regexp.MustCompile(`<!ENTITY\s+[^%\s]`)

// read reads a whole document; it must end where its root ends. at is the address that
// it was fetched from.
func read(name string, data []byte, at base) (document, error) {
	if entitySyntax.Match(prolog.Find(data)) {
		return document{}, format.Errorf(name, contract.ReasonMalformed, "", "entity declarations are not read")
	}
	tree, err := xmltree.Parse(name, mend(data), "", itemNames...)
	if err != nil {
		return document{}, err
	}
	if left := minElements + len(data)/bytesOfOne; countElements(tree.Root) > left {
		if spent := format.Spent(name, countElements(tree.Root, itemNames...)); spent != nil {
			return document{}, spent
		}
		return document{}, format.Errorf(name, contract.ReasonTooLarge, "", "more elements than a feed of its size has")
	}
	return document{root: rootElement(tree.Root, at), repaired: strictError(data)}, nil
}

// itemNames are the elements of a feed that are an article each.
var itemNames = []string{"item", "entry", "deleted-entry"}

// countElements counts the elements below n, or those of the names.
func countElements(n *xmltree.Node, names ...string) int {
	count := 0
	for e := range n.Descendants() {
		if len(names) == 0 || slices.Contains(names, e.Name) {
			count++
		}
	}
	return count
}

// strictError is why a strict reader of XML refuses the document, empty if it does not.
func strictError(data []byte) string {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Entity = xml.HTMLEntity
	for {
		switch _, err := dec.Token(); {
		case errors.Is(err, io.EOF):
			return ""
		case err != nil:
			return err.Error()
		}
	}
}

// xmlName tells a feed by the local name of its root.
func xmlName(head []byte) string {
	dec := xml.NewDecoder(bytes.NewReader(mend(head)))
	dec.Strict = false
	for {
		token, err := dec.RawToken()
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
		case "feed", "deleted-entry":
			return Atom
		default:
			return ""
		}
	}
}

// entries gives the elements of that name among the children, in order. One that was never
// closed may hold those that come behind it.
func (e element) entries(names ...string) []element {
	var out []element
	for c := range e.children() {
		switch {
		case c.among(names):
			out = append(out, c)
			if c.node.Unclosed {
				out = append(out, c.entries(names...)...)
			}
		case c.node.Unclosed:
			out = append(out, c.entries(names...)...)
		}
	}
	return out
}

func (e element) among(names []string) bool {
	for _, name := range names {
		if e.space == native && e.name == name || e.space == "at" && name == "at:"+e.name {
			return true
		}
	}
	return false
}

// broken reports whether the item or one of its elements was never closed: nobody can tell
// where its text ends. Elements of HTML that need no end tag are no such.
func (e element) broken() bool {
	if e.node.Unclosed {
		return true
	}
	for c := range e.node.Elements() {
		if c.Unclosed && !void(c.Name) {
			return true
		}
	}
	return false
}

func void(name string) bool {
	switch strings.ToLower(name) {
	case "br", "hr", "img", "input", "wbr", "meta", "p":
		return true
	default:
		return false
	}
}
