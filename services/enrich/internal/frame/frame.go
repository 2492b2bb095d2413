// Package frame runs a list of enrichers over an article, each with a deadline
// and a measured time.
//
// An enricher that fails, panics or overruns its deadline is named on the article
// and stops nothing: it returns what it found as a Change, which is applied only
// once it has come back in time, so that nothing of a late one shows. The package
// must not know any enricher, and does no I/O.
package frame

import (
	"context"
	"errors"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Creator is the creator of the subjects that are ours.
const Creator = "wireroom"

// Article is what an enricher is given. It must change none of it, nor keep any of
// it once it has returned: later changes are made to it in place.
type Article struct {
	Item     *ninjs.Item
	Language string // primary subtag as far as it is known, und if not
	Text     string // the plain body, without markup
	Headline string // the first headline, else the title

	Names    []Name    // that were found, once each
	Mentions []Mention // places and demonyms, in the order of the text
}

// NameKind is what a name is of.
type NameKind uint8

// The kinds.
const (
	Person NameKind = iota
	Organisation
	Place
)

// Name is a name that an article has, by its fullest form.
type Name struct {
	Name    string
	Acronym string // its short form in capitals, if it has one
	Kind    NameKind
	Count   int // how often the article has it in any form
}

// Mention is a place where it is named, or what else may say where it is.
type Mention struct {
	Name  string
	At    int  // byte of headline and body
	Other bool // no place's name: a nationality, say
}

// Change is what an enricher found. The zero value changes nothing.
type Change struct {
	Language       string          // BCP 47 tag that replaces the item's
	LanguageToken  string          // primary subtag for the subject
	Topic          string          // slug of the leading topic
	Subjects       []ninjs.Subject // added
	Descriptions   []ninjs.Text    // added
	People         []ninjs.Person  // added
	Organisations  []ninjs.Organisation
	Places         []ninjs.Place
	Names          []Name    // for later enrichers
	Mentions       []Mention // for later enrichers
	ReadingSeconds int
	Notes          []string
}

// Enricher finds something about an article that its provider did not say. What
// it finds must follow from the article alone. A change and an error exclude each
// other.
type Enricher interface {
	Name() string // of [a-z-]; in metrics and in Wireroom-Enrich-Failed
	Enrich(ctx context.Context, a *Article) (Change, error)
}

// Step is an enricher in its place.
type Step struct {
	Enricher
	Deadline time.Duration
}

// Observer is told of each step that was run, and on which article; err is nil if it
// succeeded.
type Observer interface {
	Enriched(e *contract.Envelope, name string, took time.Duration, err error)
}

// ErrPanic and ErrLate are what a step failed with by itself.
var (
	ErrPanic = errors.New("panicked")
	ErrLate  = errors.New("overran its deadline")
)

// Frame is the list of steps, in their order: later ones see what earlier ones
// found. Clock measures the steps and their deadlines.
type Frame struct {
	Steps    []Step
	Observer Observer
	Clock    func() time.Time
}
