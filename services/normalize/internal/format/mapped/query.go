package mapped

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// node is a place in a document: an element, an attribute, a JSON value, or a
// piece of text that was made of one.
type node interface {
	text() string   // of a JSON object nothing
	markup() string // what is in it as HTML
	parts() []node  // the elements of a JSON array, else itself
}

// query is a compiled path. It is used by one goroutine at a time.
type query interface {
	find(at node) ([]node, error)
}

// querySpec is a path as it is written.
type querySpec struct {
	kind       Kind
	path       string
	namespaces map[string]string
	line       int
	whole      bool // it starts at the document, so its answer is the same everywhere
}

func (q querySpec) compile() (query, error) {
	switch {
	case q.path == ".":
		return self{}, nil
	case q.kind == XML:
		if s, ok := simplePath(q.path); ok {
			return s, nil
		}
		return compileXPath(q.path, q.namespaces)
	default:
		return compileJSONPath(strings.TrimPrefix(q.path, "$$"), q.whole)
	}
}

// self is the path of a single dot.
type self struct{}

func (self) find(at node) ([]node, error) { return at.parts(), nil }

// made is text that a conversion made of a node; other paths than "." go on from
// that node.
type made struct {
	value string
	from  node
	media string // content type, if the conversion knows
}

func (m made) text() string   { return m.value }
func (m made) markup() string { return m.value }
func (m made) parts() []node  { return []node{m} }

// origin is the node of the document.
func origin(at node) node {
	for {
		m, ok := at.(made)
		if !ok {
			return at
		}
		at = m.from
	}
}

var errCost = errors.New("the mapping's paths cost more steps than a document of this size may take")

func reasonOf(err error) contract.Reason {
	if errors.Is(err, errCost) || errors.Is(err, errLarge) {
		return contract.ReasonTooLarge
	}
	return contract.ReasonInvalid
}

// recovered turns a panic of a path library into an error: they panic where a
// function gets what it doesn't take.
func recovered(err *error) {
	switch e := recover().(type) {
	case nil:
	case error:
		*err = fmt.Errorf("path: %w", e)
	default:
		*err = fmt.Errorf("path: %v", e)
	}
}
