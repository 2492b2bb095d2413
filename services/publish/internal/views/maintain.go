package views

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// maintain saves what changed, and removes the counts of articles that are gone.
func (r *reader) maintain(ctx context.Context) error {
	now := r.clock()
	if r.unsaved && now.Sub(r.saved) >= r.cfg.Snapshot {
		if err := r.save(ctx); err != nil {
			return err
		}
	}
	if r.newsAge == 0 || now.Sub(r.swept) < min(sweepEvery, r.newsAge) {
		return nil
	}
	r.swept = now
	return r.sweep(ctx, now)
}

// save writes a snapshot and purges the views that have been in one for a day.
func (r *reader) save(ctx context.Context) error {
	if !r.anew && r.marked < r.behind {
		return nil // what changed after the snapshot is not all known yet
	}
	old, err := r.snapshots.load(ctx, r.shard)
	if err != nil {
		return err
	}
	if old.manifest != nil && old.Life == r.at.Life && r.at.Seq < old.Seq {
		return fmt.Errorf("%w: the store is behind the snapshot", errMoved)
	}
	anew := r.anew || old.portions == nil || old.manifest != old.portions || old.outgrown()
	changed := slices.Sorted(maps.Keys(r.changed))
	if anew {
		if changed, err = r.names(ctx, func(counts.Name) bool { return true }); err != nil {
			return err
		}
	}
	now := r.clock()
	m, err := r.snapshots.save(ctx, r.shard, old, r.at, changed, anew, r.rows, now)
	if err != nil {
		return err
	}
	r.changed, r.anew, r.unsaved, r.saved = map[string]struct{}{}, false, false, now
	if seq := m.purgeable(now); seq > 0 {
		return r.purge(ctx, seq)
	}
	return nil
}

// rows reads articles at the position at which the snapshot is made.
func (r *reader) rows(ctx context.Context, articles []string) ([]counts.Row, error) {
	at, rows, err := r.store.Read(ctx, r.shard, articles)
	if err == nil && at != r.at {
		err = fmt.Errorf("%w: %s where %s was left", errMoved, at, r.at)
	}
	return rows, err
}

// names gives the articles of the shard that match, each once.
func (r *reader) names(ctx context.Context, match func(counts.Name) bool) ([]string, error) {
	found := map[string]struct{}{}
	for cursor := uint64(0); ; {
		names, next, err := r.store.Names(ctx, r.shard, cursor)
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			if match(n) {
				found[n.Article] = struct{}{}
			}
		}
		if cursor = next; cursor == 0 {
			return slices.Sorted(maps.Keys(found)), nil
		}
	}
}

func (r *reader) purge(ctx context.Context, seq uint64) error {
	s, err := r.js.Stream(ctx, contract.StreamViews)
	if err != nil {
		return fmt.Errorf("look up VIEWS: %w", err)
	}
	if err := s.Purge(ctx, jetstream.WithPurgeSubject(contract.ViewsSubject(r.shard)), jetstream.WithPurgeSequence(seq)); err != nil {
		return fmt.Errorf("purge views of shard %d: %w", r.shard, err)
	}
	return nil
}
