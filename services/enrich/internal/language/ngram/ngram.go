// Package ngram tells in what language a text is by the frequencies of its letter
// sequences: a Markov model of order three for each language, with the beginning
// and the end of a word as letters of their own.
//
// The model is made by ../cmd/languagemodel out of the n-gram models of lingua
// (Apache-2.0, see NOTICE). The package must not know of function words or of what
// a provider says: package language weighs those.
package ngram

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
)

//go:embed model.gz
var file []byte

// Scale is how many units a stored logarithm has for each nat; a byte holds 0 to
// -15.9 nats.
const Scale = 16

// Symbols of a key: a letter is its index in the alphabet plus FirstLetter.
const (
	Start       = 1 // of a word
	End         = 2 // of a word
	Foreign     = 3 // a letter that no language of the group has
	FirstLetter = 4
)

// Backoff is the penalty, in units, for a sequence that a language does not have:
// its shorter end is taken instead. Worst is the logarithm of a letter that it
// does not have at all, in units.
const (
	Backoff = 14
	Worst   = 12 * Scale
)

// Group is the model of the languages of one script.
type Group struct {
	Script    string // its name in the Unicode standard
	Languages []string
	alphabet  map[rune]byte
	table     table
}

// Model holds all groups. It is read-only once loaded.
type Model struct{ groups []*Group }

// load decodes the model once: all detectors of a process share it.
var load = sync.OnceValues(func() (*Model, error) { return decode(file) })

// Load gives the model that is built in; an error is a defect of the file. The
// first call takes about 50 ms, the model some 10 MB.
func Load() (*Model, error) {
	m, err := load()
	if err != nil {
		return nil, fmt.Errorf("load language model: %w", err)
	}
	return m, nil
}

// Group gives the group of a script, nil if there is none.
func (m *Model) Group(script string) *Group {
	for _, g := range m.groups {
		if g.Script == script {
			return g
		}
	}
	return nil
}

// Languages lists all languages of the model, sorted.
func (m *Model) Languages() []string {
	var all []string
	for _, g := range m.groups {
		all = append(all, g.Languages...)
	}
	slices.Sort(all)
	return all
}
