package page

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Bounds of a page, far above what pages have (the largest of the corpus has 1,600
// elements and 4,000 attributes).
const (
	maxDepth      = 256
	maxElements   = 50_000
	maxParts      = 150_000 // elements, attributes, comments and pieces of text
	maxAttributes = 1_000   // of one element
	maxCopies     = 200_000 // elements that the parser may have to open again
)

// guard counts and nests what a tree would be built of before anything is built.
func guard(data []byte) error {
	z := html.NewTokenizer(bytes.NewReader(data))
	var n nesting
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return nil
		}
		if err := n.part(1); err != nil {
			return err
		}
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := z.Raw()
			tag, more := z.TagName()
			if err := n.start(atom.Lookup(tag), raw); err != nil {
				return err
			}
			if err := n.attributes(z, more); err != nil {
				return err
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			n.end(atom.Lookup(tag))
		}
	}
}

func (n *nesting) part(more int) error {
	if n.parts += more; n.parts > maxParts {
		return format.Errorf(Name, contract.ReasonTooLarge, "", "more than %d elements, attributes, comments and pieces of text", maxParts)
	}
	return nil
}

// attributes counts those of the tag that was read last.
func (n *nesting) attributes(z *html.Tokenizer, more bool) error {
	count := 0
	for more {
		_, _, more = z.TagAttr()
		count++
	}
	if count > maxAttributes {
		return format.Errorf(Name, contract.ReasonTooLarge, "", "an element with %d attributes, %d are read", count, maxAttributes)
	}
	return n.part(count)
}

// nesting follows what a parser will have open.
type nesting struct {
	elements, copies, parts int
	open                    []atom.Atom
	formatting              []formatting
}

// formatting is an element that the parser opens again in each block after it
// until it is closed ("reconstruct the active formatting elements" of the HTML
// standard): a few bytes can become a tree of any size.
type formatting struct {
	name atom.Atom
	raw  string
}

func (n *nesting) start(name atom.Atom, raw []byte) error {
	n.elements++
	n.copies += len(n.formatting)
	if !endsByItself(name) {
		n.open = append(n.open, name)
	}
	if isFormatting(name) {
		n.format(formatting{name, string(raw)})
	}
	switch {
	case n.elements > maxElements || n.copies > maxCopies:
		return format.Errorf(Name, contract.ReasonTooLarge, "", "more than %d elements", maxElements)
	case len(n.open) > maxDepth:
		return format.Errorf(Name, contract.ReasonTooDeep, "", "elements nested deeper than %d", maxDepth)
	default:
		return nil
	}
}

// format adds an element to the list; of equal ones the parser keeps three.
func (n *nesting) format(f formatting) {
	first, equal := -1, 0
	for i, other := range n.formatting {
		if other == f {
			equal++
			if first < 0 {
				first = i
			}
		}
	}
	if equal >= 3 {
		n.formatting = append(n.formatting[:first], n.formatting[first+1:]...)
	}
	n.formatting = append(n.formatting, f)
}

func (n *nesting) end(name atom.Atom) {
	n.open = closed(n.open, name)
	for i := len(n.formatting) - 1; i >= 0; i-- {
		if n.formatting[i].name == name {
			n.formatting = append(n.formatting[:i], n.formatting[i+1:]...)
			return
		}
	}
}

func isFormatting(a atom.Atom) bool {
	switch a {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike,
		atom.Strong, atom.Tt, atom.U:
		return true
	default:
		return false
	}
}

// closed drops the innermost open element of a name and what is inside of it.
func closed(open []atom.Atom, name atom.Atom) []atom.Atom {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == name {
			return open[:i]
		}
	}
	return open
}

// endsByItself lists the elements that are empty or whose end may be left out:
// they never nest without another element between.
func endsByItself(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr,
		atom.P, atom.Li, atom.Dt, atom.Dd, atom.Option, atom.Optgroup, atom.Tr, atom.Td, atom.Th, atom.Tbody,
		atom.Thead, atom.Tfoot, atom.Colgroup, atom.Caption, atom.Rp, atom.Rt, atom.Html, atom.Head, atom.Body:
		return true
	default:
		return false
	}
}
