package views

import (
	"context"
	"iter"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// Tally is what is told of an article's views at a time.
type Tally struct {
	Views, Viewers int64
	Trending       float64 // views, each counting half after every half-life
}

// Tell gives the counts of articles, as they stand now; those of one that nobody viewed
// are not there.
func (s *Service) Tell(ctx context.Context, articles []string) (map[string]Tally, error) {
	byShard := map[int][]string{}
	for _, a := range articles {
		shard := contract.ViewShard(a)
		byShard[shard] = append(byShard[shard], a)
	}
	now, out := s.clock(), map[string]Tally{}
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(shardsAtOnce)
	for shard, list := range byShard {
		g.Go(func() error {
			told, err := s.store.Tell(ctx, shard, list)
			mu.Lock()
			defer mu.Unlock()
			for a, c := range told {
				out[a] = Tally{c.Views, c.Unique, s.decayed(c.Trend, now)}
			}
			return err
		})
	}
	return out, g.Wait()
}

const (
	shardsAtOnce = 4
	rankPage     = 100 // articles of a shard that are read at once
)

// Ranking gives the articles by their trending score, the highest first, and each once. An
// article may have been taken down since.
func (s *Service) Ranking(ctx context.Context) iter.Seq2[counts.Ranked, error] {
	return func(yield func(counts.Ranked, error) bool) {
		heads, err := s.heads(ctx)
		if err != nil {
			yield(counts.Ranked{}, err)
			return
		}
		told := map[string]bool{}
		for {
			best := -1
			for shard := range heads {
				h := &heads[shard]
				if err := h.fill(ctx, s.store, shard); err != nil {
					yield(counts.Ranked{}, err)
					return
				}
				if len(h.next) > 0 && (best < 0 || h.next[0].Rank > heads[best].next[0].Rank) {
					best = shard
				}
			}
			if best < 0 {
				return
			}
			next := heads[best].next[0]
			heads[best].next = heads[best].next[1:]
			if told[next.Article] { // it rose while the order was read
				continue
			}
			told[next.Article] = true
			if !yield(next, nil) {
				return
			}
		}
	}
}

// head is what is read of a shard's order and not told yet.
type head struct {
	next []counts.Ranked
	read int
	end  bool
}

func (h *head) fill(ctx context.Context, store counts.Store, shard int) (err error) {
	if len(h.next) > 0 || h.end {
		return nil
	}
	h.next, err = store.Top(ctx, shard, h.read, rankPage)
	h.read, h.end = h.read+len(h.next), len(h.next) < rankPage
	return err
}

func (s *Service) heads(ctx context.Context) ([]head, error) {
	heads := make([]head, contract.ViewShards)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(shardsAtOnce)
	for shard := range heads {
		g.Go(func() error { return heads[shard].fill(ctx, s.store, shard) })
	}
	return heads, g.Wait()
}

// HalfLife is after how long a view counts half.
func (s *Service) HalfLife() time.Duration { return s.cfg.HalfLife }
