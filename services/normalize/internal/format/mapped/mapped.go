// Package mapped reads any agency's XML or JSON by a mapping: a YAML file that
// says for each field of ninjs which path of the document holds it, and how its
// values are converted.
//
// A mapping says what is where and nothing more: it is data, checked as a whole
// before its first use, and no programming language. The package must not do I/O;
// what an agency is called, it knows from the mappings that it ships alone.
//
// Paths are XPath 1.0 (W3C, 1999) for XML and JSONPath (RFC 9535) for JSON. The
// reference of all keys is docs/formats/mapping.md.
package mapped

import (
	"fmt"
	"sync"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Kind is what a mapping reads.
type Kind string

// The kinds of documents.
const (
	XML  Kind = "xml"
	JSON Kind = "json"
)

// The bounds of a delivery.
const (
	maxElements = 1_000
	// The text of all fields may take so many times the size of the document, and
	// some more: a path may select the same text again and again.
	textFactor, textFree = 32, 1 << 20
)

// Mapping is a mapping file, checked. It never changes and may be used by many
// goroutines.
type Mapping struct {
	name     string
	file     string
	kind     Kind
	detect   detect
	articles int // number of the path, -1 for the document itself
	zone     *time.Location
	language string
	queries  []querySpec
	item     *group
	programs sync.Pool // of *program
	watched  *watch    // nil unless somebody asked
}

// Name is the name that the mapping gives to its format.
func (m *Mapping) Name() string { return m.name }

// Kind tells what the mapping reads.
func (m *Mapping) Kind() Kind { return m.kind }

// Parse reads a delivery: one article for each place that the path `articles`
// selects. What is wrong with one of them spoils no other; a value that can't be
// converted is left out with a note, but for status and signal, which spoil the
// article, and an embargo, which withholds it: what they would have said must not be
// guessed. The error is a
// *format.Error.
func (m *Mapping) Parse(in format.Input) ([]format.Article, error) {
	p, err := m.program()
	if err != nil {
		return nil, format.Errorf(m.name, contract.ReasonInvalid, "", "mapping %s: %w", m.file, err)
	}
	defer m.programs.Put(p)
	doc, err := m.open(in)
	if err != nil {
		return nil, err
	}
	r := &run{m: m, in: in, queries: p.queries, doc: doc, left: textFree + textFactor*len(in.Data)}
	places, err := r.places()
	if err != nil {
		return nil, err
	}
	out := make([]format.Article, 0, len(places))
	for i, at := range places {
		r.enter(at.root)
		out = append(out, r.article(at.node, i+1, len(places)))
	}
	return out, nil
}

// document is what was read, before any path.
type document struct {
	roots []node
	notes []string
}

func (m *Mapping) open(in format.Input) (document, error) {
	if m.kind == XML {
		return openXML(m.name, in)
	}
	return openJSON(m.name, in)
}

// start is where an article is, and in which of the document's values.
type start struct {
	root int
	node node
}

// places gives what is an article. A document that is known to be one of the
// mapping's may hold none.
func (r *run) places() ([]start, error) {
	var out []start
	n := 0
	for i, root := range r.doc.roots {
		r.enter(i)
		found := root.parts()
		if r.m.articles != none {
			var err error
			if found, err = r.find(r.m.articles, root); err != nil {
				return nil, format.Errorf(r.m.name, reasonOf(err), "", "articles: %w", err)
			}
		}
		if n += len(found); n <= contract.MaxArticles {
			for _, at := range found {
				out = append(out, start{i, at})
			}
		}
	}
	if err := format.Spent(r.m.name, n); err != nil {
		return nil, err
	}
	if len(out) == 0 && !r.m.detect.any() {
		return nil, format.Errorf(r.m.name, contract.ReasonMalformed, "", "the mapping's path for articles selects nothing")
	}
	return out, nil
}

// program is the mapping's paths, compiled. They hold state while they are used,
// so that one delivery at a time has them.
type program struct{ queries []query }

func (m *Mapping) program() (*program, error) {
	if p, ok := m.programs.Get().(*program); ok {
		return p, nil
	}
	out := make([]query, len(m.queries))
	for i, q := range m.queries {
		var err error
		if out[i], err = q.compile(); err != nil {
			return nil, fmt.Errorf("line %d: %w", q.line, err)
		}
	}
	return &program{out}, nil
}
