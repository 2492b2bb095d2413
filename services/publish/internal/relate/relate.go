package relate

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/batch"
	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/ninjs"
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
	claims [callsAtOnce]claims
	turn   atomic.Uint64 // whose of the claims
	urgent claims        // of flashes, which wait for no call of others
	made   *made
	slots  *bus.Slots // for making entries
	came   arrivals
	rest   atomic.Int64 // unix nanoseconds until which the index is left alone
}

// claims joins the look-ups that come together.
type claims = *batch.Batcher[window.Entry, []window.Candidate]

// The bounds of a look-up.
const (
	maxBatch = 8 // articles of one call: a flash waits for what Redis does for one
	// callsAtOnce is how many calls are on their way: while Redis does one, the candidates
	// of another are read.
	callsAtOnce = 3
	gather      = 2 * time.Millisecond
	// restAfterFailure is how long an index that failed is left alone, so that the wire
	// does not wait for a timeout with every article.
	restAfterFailure = time.Second
	callTimeout      = 2 * time.Second
	// settles is how long an article that another one was claimed after is waited for:
	// it is on its way to NEWS, or its process has died. A flash does not wait for less
	// urgent work: it goes on without that article.
	settles      = 2 * time.Second
	settlesFlash = 20 * time.Millisecond
	// settlePause is how often it is asked for, where another process publishes it.
	settlePause = 50 * time.Millisecond
	maxLooks    = 4 // candidates that turn out to be gone
)

// New makes a relator.
func New(index window.Index, news News, clock func() time.Time, log *zap.Logger) *Relator {
	r := &Relator{index: index, news: news, clock: clock, log: log, made: newMade(), slots: bus.NewSlots(2 * runtime.GOMAXPROCS(0))}
	for i := range r.claims {
		r.claims[i] = batch.New(r.claim, maxBatch, gather)
	}
	r.urgent = batch.New(r.claim, maxBatch, gather)
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
func (r *Relator) Look(ctx context.Context, env *contract.Envelope, data []byte) (window.Answer, error) {
	now := r.clock()
	if now.UnixNano() < r.rest.Load() {
		return window.Answer{}, window.ErrAway
	}
	e, err := r.make(ctx, env, data, now)
	if err != nil {
		return window.Answer{}, fmt.Errorf("look up duplicates: %w", err)
	}
	if e.Empty() {
		return window.Answer{Story: env.Article}, nil
	}
	r.made.put(e, data)
	claims, patience := r.claims[r.turn.Add(1)%callsAtOnce], settles
	if env.Lane == contract.Flash {
		claims, patience = r.urgent, settlesFlash
	}
	found, err := claims.Do(ctx, e)
	if err != nil {
		return window.Answer{}, err
	}
	return r.settle(ctx, e, found, patience)
}

// make makes the entry of an article. It only computes: more at once than a few for each
// processor would gain nothing, and hold up flashes.
func (r *Relator) make(ctx context.Context, env *contract.Envelope, data []byte, now time.Time) (window.Entry, error) {
	defer r.slots.Take(ctx, env.Lane, env.Provider)()
	item, err := ninjs.Decode(data)
	if err != nil {
		return window.Entry{}, err
	}
	return window.EntryOf(env.Article, item, now), nil
}

// settle decides, and asks NEWS for what the answer rests on: the original, or an
// article that was claimed and is not known to be published yet.
func (r *Relator) settle(ctx context.Context, e window.Entry, found []window.Candidate, patience time.Duration) (window.Answer, error) {
	for range maxLooks {
		a := window.Decide(e, found)
		basis := slices.IndexFunc(found, func(c window.Candidate) bool {
			return c.Article == a.Original || a.Original == "" && a.Story == c.Article && c.Story == "" && a.Story != e.Article
		})
		if basis < 0 {
			return a, nil
		}
		last, err := r.published(ctx, found[basis], patience)
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
// for as long as it may be on its way, but not longer than patience.
func (r *Relator) published(ctx context.Context, c window.Candidate, patience time.Duration) (*lastword.Last, error) {
	if c.Sequence != 0 || c.Story != "" {
		return r.news.Read(ctx, contract.NewsOfArticle(c.Article))
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		last, over, err := r.await(ctx, c, limit.C)
		if err != nil || last != nil || over || r.clock().Sub(c.At) > settles {
			return last, err
		}
	}
}

// await reads the last message of a candidate and, where there is none, waits until it may
// have come. over: there is no time left for another look.
func (r *Relator) await(ctx context.Context, c window.Candidate, limit <-chan time.Time) (last *lastword.Last, over bool, err error) {
	came, leave := r.came.expect(c.Article)
	defer leave()
	if last, err = r.news.Read(ctx, contract.NewsOfArticle(c.Article)); err != nil || last != nil {
		return last, true, err
	}
	pause := time.NewTimer(settlePause)
	defer pause.Stop()
	select {
	case <-came:
	case <-pause.C:
	case <-limit:
		return nil, true, nil
	case <-ctx.Done():
		return nil, true, ctx.Err()
	}
	return nil, false, nil
}

// Published says that an article has come to NEWS: others may wait for it.
func (r *Relator) Published(article string) { r.came.tell(article) }

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
