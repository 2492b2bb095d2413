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
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Creator is the creator of the subjects that are ours.
const Creator = "wireroom"

// Article is what an enricher is given. It must change none of it.
type Article struct {
	Item     *ninjs.Item
	Language string // primary subtag as far as it is known, und if not
	Text     string // the plain body, without markup
	Headline string // the first headline, else the title
}

// Change is what an enricher found. The zero value changes nothing.
type Change struct {
	Language       string          // BCP 47 tag that replaces the item's
	LanguageToken  string          // primary subtag for the subject
	Topic          string          // slug of the leading topic
	Subjects       []ninjs.Subject // added
	Descriptions   []ninjs.Text    // added
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

// Observer is told of each step that was run; err is nil if it succeeded.
type Observer interface {
	Enriched(name string, took time.Duration, err error)
}

// ErrPanic and ErrLate are what a step failed with by itself.
var (
	ErrPanic = errors.New("panicked")
	ErrLate  = errors.New("overran its deadline")
)

// Frame is the list of steps, in their order: later ones see what earlier ones
// found.
type Frame struct {
	Steps    []Step
	Observer Observer
	Clock    func() time.Time
}

// Run gives copies of item and envelope with what the steps found; the given ones
// stay as they are. It returns an error only if ctx ended.
func (f *Frame) Run(ctx context.Context, item *ninjs.Item, env *contract.Envelope) (*ninjs.Item, *contract.Envelope, error) {
	work := begin(item, env)
	for _, s := range f.Steps {
		started := f.Clock()
		change, err := s.run(ctx, work.article)
		if ctx.Err() != nil {
			return nil, nil, fmt.Errorf("enrich: %w", ctx.Err())
		}
		f.Observer.Enriched(s.Name(), f.Clock().Sub(started), err)
		if err != nil {
			work.failed(s.Name())
			continue
		}
		work.apply(change)
	}
	return work.article.Item, work.env, nil
}

type found struct {
	change Change
	err    error
}

// run waits for the enricher no longer than its deadline. One that is late ends
// by itself and finds nobody who listens.
func (s Step) run(ctx context.Context, a *Article) (Change, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.Deadline, ErrLate)
	defer cancel()
	answer := make(chan found, 1)
	go func() { answer <- s.safely(ctx, a) }()
	select {
	case got := <-answer:
		return got.change, got.err
	case <-ctx.Done():
		return Change{}, fmt.Errorf("enricher %s: %w", s.Name(), context.Cause(ctx))
	}
}

func (s Step) safely(ctx context.Context, a *Article) (got found) {
	defer func() {
		if p := recover(); p != nil {
			got = found{err: fmt.Errorf("enricher %s %w: %v", s.Name(), ErrPanic, p)}
		}
	}()
	change, err := s.Enrich(ctx, a)
	if err != nil {
		return found{err: fmt.Errorf("enricher %s: %w", s.Name(), err)}
	}
	return found{change: change}
}
