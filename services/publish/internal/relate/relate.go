package relate

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/batch"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// News reads the last message of an article, nil if there is none.
type News interface {
	Read(ctx context.Context, filter string) (*lastword.Last, error)
}

// Relator looks articles up. It is safe for use by many; make one with New.
type Relator struct {
	index  window.Index
	news   News
	clock  func() time.Time
	log    *zap.Logger
	claims *batch.Batcher[window.Entry, []window.Candidate]
	made   *made
	rest   atomic.Int64 // unix nanoseconds until which the index is left alone
}

// The bounds of a look-up.
const (
	maxBatch = 16 // articles of one call
	gather   = 2 * time.Millisecond
	// restAfterFailure is how long an index that failed is left alone, so that the wire
	// does not wait for a timeout with every article.
	restAfterFailure = time.Second
	callTimeout      = 2 * time.Second
	// settles is how long an article that another one was claimed after is waited for:
	// it is on its way to NEWS, or its process has died.
	settles     = 2 * time.Second
	settlePause = 10 * time.Millisecond
	maxLooks    = 4 // candidates that turn out to be gone
)

// New makes a relator.
func New(index window.Index, news News, clock func() time.Time, log *zap.Logger) *Relator {
	r := &Relator{index: index, news: news, clock: clock, log: log, made: newMade()}
	r.claims = batch.New(r.claim, maxBatch, gather)
	return r
}

func (r *Relator) claim(ctx context.Context, entries []window.Entry) ([][]window.Candidate, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	found, err := r.index.Claim(ctx, entries)
	if err != nil {
		r.rest.Store(r.clock().Add(restAfterFailure).UnixNano())
		r.log.Debug("duplicates not looked up: articles go on without marks", zap.Error(err))
	}
	return found, err
}

// Look tells what an article repeats and to which story it belongs. data is its ninjs.
// An error means that nobody knows: the article goes on without marks.
func (r *Relator) Look(ctx context.Context, article string, data []byte) (window.Answer, error) {
	now := r.clock()
	if now.UnixNano() < r.rest.Load() {
		return window.Answer{}, window.ErrAway
	}
	item, err := ninjs.Decode(data)
	if err != nil {
		return window.Answer{}, fmt.Errorf("look up duplicates: %w", err)
	}
	e := window.EntryOf(article, item, now)
	if e.Empty() {
		return window.Answer{Story: article}, nil
	}
	r.made.put(e, data)
	found, err := r.claims.Do(ctx, e)
	if err != nil {
		return window.Answer{}, err
	}
	return r.settle(ctx, e, found)
}

// settle decides, and asks NEWS for what the answer rests on: the original, or an
// article that was claimed and is not known to be published yet.
func (r *Relator) settle(ctx context.Context, e window.Entry, found []window.Candidate) (window.Answer, error) {
	for range maxLooks {
		a := window.Decide(e, found)
		basis := slices.IndexFunc(found, func(c window.Candidate) bool {
			return c.Article == a.Original || a.Original == "" && a.Story == c.Article && c.Story == "" && a.Story != e.Article
		})
		if basis < 0 {
			return a, nil
		}
		last, err := r.published(ctx, found[basis])
		if err != nil {
			return window.Answer{}, err
		}
		if last != nil && last.Envelope.Version.Status == dedup.Usable {
			if last.Envelope.Story != "" {
				a.Story = last.Envelope.Story
			}
			return a, nil
		}
		found = slices.Delete(slices.Clone(found), basis, basis+1)
	}
	return window.Answer{Story: e.Article}, nil
}

// published gives the last message of a candidate. One that is only claimed is waited
// for as long as it may be on its way.
func (r *Relator) published(ctx context.Context, c window.Candidate) (*lastword.Last, error) {
	for {
		last, err := r.news.Read(ctx, contract.NewsOfArticle(c.Article))
		if err != nil || last != nil || c.Sequence != 0 || c.Story != "" || r.clock().Sub(c.At) > settles {
			return last, err
		}
		if err := service.Pause(ctx, settlePause); err != nil {
			return nil, err
		}
	}
}

// Forget removes an article that does not go to NEWS, so that nothing repeats it.
func (r *Relator) Forget(ctx context.Context, article string) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := r.index.Remove(ctx, []string{article}); err != nil {
		r.log.Debug("article stays in the index of duplicates", zap.String("article", article), zap.Error(err))
	}
}

// Mark writes an answer on the envelope of what follows last on NEWS. known: there is an
// answer. A takedown keeps the marks of what it takes down.
func Mark(e *contract.Envelope, a window.Answer, known bool, last *lastword.Last) {
	e.DropDuplicates = false
	if last != nil && last.Envelope.Signal != contract.Kill || e.Version.Status != dedup.Usable {
		before := window.Answer{}
		if last != nil {
			before = marksOf(last.Envelope)
		}
		if a = window.Later(before, a); !known {
			a = before
		}
	}
	e.DuplicateOf, e.Similarity, e.DuplicateKind, e.Story = a.Original, a.Similarity, string(a.Kind), a.Story
}

func marksOf(e *contract.Envelope) window.Answer {
	return window.Answer{Original: e.DuplicateOf, Similarity: e.Similarity, Kind: near.Kind(e.DuplicateKind), Story: e.Story}
}
