// Package keyword finds the words and short phrases that an article is about in
// its own text.
//
// Candidates are the runs of up to three words between stop words and punctuation
// (as in RAKE: Rose et al., 2010); they are ranked by the C-value (Frantzi,
// Ananiadou & Mima, 2000), which lets a word count only for what it is used for
// outside of a longer term, over frequencies that weigh headline and lead more.
// There is no well-kept library for it in Go. The package must not give keywords
// in a language whose stop words it does not know, nor in one without spaces.
package keyword

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// Rel is the relation of a subject that is a keyword.
const Rel = "keyword"

// Most is how many keywords an article gets at the most.
const Most = 10

// Enricher adds keywords.
type Enricher struct {
	lists *stopword.Lists
	pool  *sync.Pool // of *counter
}

// New makes an enricher.
func New(lists *stopword.Lists) *Enricher {
	return &Enricher{lists: lists, pool: &sync.Pool{New: func() any { return newCounter() }}}
}

// Name of the enricher.
func (*Enricher) Name() string { return "keywords" }

// Enrich gives up to ten keywords that the provider has not given, best first;
// none for an article that has keywords of ours already.
func (e *Enricher) Enrich(_ context.Context, a *frame.Article) (frame.Change, error) {
	bit := e.lists.Bit(a.Language)
	if bit == 0 {
		return frame.Change{}, nil
	}
	if slices.ContainsFunc(a.Item.Subjects, ours) {
		return frame.Change{}, nil
	}
	found := e.find(a.Headline, a.Text, bit, given(a.Item.Subjects))
	if len(found) == 0 {
		return frame.Change{}, nil
	}
	subjects := make([]ninjs.Subject, len(found))
	for i := range found {
		subjects[i] = ninjs.Subject{Name: found[i].Text, Rel: Rel, Creator: frame.Creator, Relevance: &found[i].Relevance}
	}
	return frame.Change{Subjects: subjects}, nil
}

func ours(s ninjs.Subject) bool { return s.Creator == frame.Creator && s.Rel == Rel }

// given lists what the provider calls its subjects, in lower case.
func given(subjects []ninjs.Subject) []string {
	out := make([]string, 0, 2*len(subjects))
	for i := range subjects {
		out = append(out, strings.ToLower(subjects[i].Name), strings.ToLower(subjects[i].Literal))
	}
	return out
}

// Keyword is a word or phrase as the text writes it, and its rank relative to the
// best one, 1 to 100.
type Keyword struct {
	Text      string
	Relevance int
}

func (e *Enricher) find(headline, text string, bit uint64, given []string) []Keyword {
	c := e.pool.Get().(*counter)
	defer e.pool.Put(c)
	c.reset()
	c.read(e.lists, bit, headline, inHeadline)
	c.read(e.lists, bit, clip(text, window), inBody)
	c.join()
	ranked := c.rank(Most + len(given)) // each of the given may be one of them
	out := make([]Keyword, 0, min(Most, len(ranked)))
	top := 0.0
	for _, r := range ranked {
		if len(out) == Most {
			break
		}
		name := c.display(&c.found[r.at])
		if slices.Contains(given, strings.ToLower(name)) {
			continue
		}
		if top == 0 {
			top = r.score
		}
		out = append(out, Keyword{name, max(1, int(math.Round(100*r.score/top)))})
	}
	return out
}

// window bounds what is read of a text, in bytes: what a story is about stands at
// its beginning.
const window = 16 << 10

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > 0 {
		return s[:i]
	}
	return ""
}
