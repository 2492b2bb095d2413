package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// reader builds the tree. It takes raw tokens and matches the tags itself, to
// bound the depth before anything is kept and to say what it repaired.
type reader struct {
	name     string
	items    []string
	source   []byte
	dec      *xml.Decoder
	root     *Node
	open     []*Node
	parts    int // that are still allowed
	repairs  int
	declared bool // the document declares entities
	notes    []string
}

func newReader(name string, text []byte) *reader {
	dec := xml.NewDecoder(bytes.NewReader(text))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // text is UTF-8 already
	return &reader{name: name, source: text, dec: dec, parts: minParts + len(text)/bytesOfAPart}
}

func (r *reader) read() (*Node, error) {
	for {
		token, err := r.dec.RawToken()
		if errors.Is(err, io.EOF) {
			return r.end()
		}
		if err != nil {
			return nil, r.syntax(err)
		}
		if err := r.see(token); err != nil {
			return nil, err
		}
	}
}

func (r *reader) see(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return r.start(t)
	case xml.EndElement:
		return r.close(t.Name.Local, t.Name.Space)
	case xml.CharData:
		return r.text(t)
	case xml.Directive:
		r.declare(t)
	}
	return nil
}

func (r *reader) start(t xml.StartElement) error {
	switch {
	case len(r.open) >= MaxDepth:
		return r.fail(contract.ReasonTooDeep, "elements are nested deeper than %d levels", MaxDepth)
	case r.root != nil && len(r.open) == 0:
		return r.fail(contract.ReasonMalformed, "a second root element <%s>", short(t.Name.Local))
	case len(t.Attr) > maxAttributes:
		return r.fail(contract.ReasonTooLarge, "<%s> has %d attributes, %d are read", short(t.Name.Local), len(t.Attr), maxAttributes)
	}
	if err := r.count(1 + len(t.Attr)); err != nil {
		return err
	}
	n := &Node{Name: t.Name.Local, Prefix: t.Name.Space, Line: r.line()}
	if len(t.Attr) > 0 {
		n.Attrs = make([]Attr, len(t.Attr))
	}
	for i, a := range t.Attr {
		if err := r.entities(a.Value); err != nil {
			return err
		}
		n.Attrs[i] = Attr{Prefix: a.Name.Space, Name: a.Name.Local, Value: a.Value}
	}
	r.add(n)
	r.open = append(r.open, n)
	return nil
}

func (r *reader) add(n *Node) {
	if len(r.open) == 0 {
		r.root = n
		return
	}
	parent := r.open[len(r.open)-1]
	parent.Children = append(parent.Children, n)
}

// close ends the innermost open element of the name, and with it what was never
// closed inside of it.
func (r *reader) close(name, prefix string) error {
	for at := len(r.open) - 1; at >= 0; at-- {
		if r.open[at].Name != name || r.open[at].Prefix != prefix {
			continue
		}
		if inner := len(r.open) - 1; inner > at {
			for _, n := range r.open[at+1:] {
				n.Unclosed = true
			}
			r.notef("line %d: <%s> is never closed", r.open[inner].Line, short(r.open[inner].Name))
			if err := r.repair(); err != nil {
				return err
			}
		}
		r.open = r.open[:at]
		return nil
	}
	r.notef("line %d: </%s> without its start", r.line(), short(name))
	return r.repair()
}

// repair counts, since each repair may have cost a look through all levels.
func (r *reader) repair() error {
	if r.repairs++; r.repairs > maxRepairs {
		return r.fail(contract.ReasonMalformed, "more than %d tags without their counterpart", maxRepairs)
	}
	return nil
}

func (r *reader) text(t xml.CharData) error {
	if len(r.open) == 0 {
		if len(bytes.TrimSpace(t)) > 0 {
			r.notef("line %d: text outside of the root element left out", r.line())
		}
		return nil
	}
	s := string(t)
	if err := r.entities(s); err != nil {
		return err
	}
	if err := r.count(1); err != nil {
		return err
	}
	r.add(&Node{Data: s, Line: r.line()})
	return nil
}

func (r *reader) count(n int) error {
	if r.parts -= n; r.parts < 0 {
		if spent := format.Spent(r.name, r.countItems()); spent != nil {
			return spent
		}
		return r.fail(contract.ReasonTooLarge, "more elements, attributes and pieces of text than a document of its size has")
	}
	return nil
}

func (r *reader) end() (*Node, error) {
	if r.root == nil {
		return nil, r.fail(contract.ReasonMalformed, "no element in it")
	}
	if n := len(r.open); n > 0 {
		return nil, r.fail(contract.ReasonMalformed, "cut off inside of <%s>, which starts on line %d", short(r.open[n-1].Name), r.open[n-1].Line)
	}
	space(r.root, false)
	return r.root, nil
}

func (r *reader) line() int {
	line, _ := r.dec.InputPos()
	return line
}

func (r *reader) fail(reason contract.Reason, text string, args ...any) error {
	return format.Errorf(r.name, reason, fmt.Sprintf("line %d", r.line()), "read XML: "+text, args...)
}

func (r *reader) syntax(err error) error {
	var se *xml.SyntaxError
	if errors.As(err, &se) {
		return format.Errorf(r.name, contract.ReasonMalformed, fmt.Sprintf("line %d", se.Line), "read XML: %s", se.Msg)
	}
	return format.Errorf(r.name, contract.ReasonMalformed, fmt.Sprintf("line %d", r.line()), "read XML: %w", err)
}

func (r *reader) notef(text string, args ...any) { r.note(fmt.Sprintf(text, args...)) }

func (r *reader) note(text string) {
	if text != "" && len(r.notes) < maxNotes {
		r.notes = append(r.notes, text)
	}
}

// short bounds a name of the document in a message.
func short(name string) string {
	if len(name) > 40 {
		return strings.ToValidUTF8(name[:40], "") + "…"
	}
	return name
}
