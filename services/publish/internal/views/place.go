package views

import (
	"context"
	"errors"
	"fmt"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// place finds where to go on: where the store is, once it is known to be whole. It gives
// the sequence after which to read: that of the snapshot, since what changed after it is
// to be saved.
func (r *reader) place(ctx context.Context) (uint64, error) {
	life, err := r.life(ctx)
	if err != nil {
		return 0, err
	}
	old, err := r.snapshots.load(ctx, r.shard)
	if err != nil {
		return 0, err
	}
	r.changed, r.anew, r.consumer = map[string]struct{}{}, old.portions == nil || old.manifest != old.portions, ""
	r.marked, r.behind = 0, 0
	r.at, err = r.store.Position(ctx, r.shard)
	switch {
	case errors.Is(err, counts.ErrNoPosition):
		return r.restore(ctx, life, "", old)
	case err != nil:
		return 0, err
	case old.ahead(r.at, life):
		return r.restore(ctx, life, r.at.String(), old)
	case r.at.Life != life:
		// another life begins at its beginning, and the totals stay
		found := r.at
		r.at, r.anew = counts.Position{Life: life}, true
		return 0, r.store.Move(ctx, r.shard, found, r.at)
	case r.anew || old.Life != life:
		r.anew = true
		return r.at.Seq, nil
	default:
		r.behind = r.at.Seq
		return old.Seq, nil
	}
}

func (r *reader) restore(ctx context.Context, life, found string, old saved) (uint64, error) {
	to := counts.Position{Life: life}
	if old.manifest != nil {
		carriesOn, err := r.carriesOn(ctx, life, old.manifest)
		if err != nil {
			return 0, err
		}
		if carriesOn {
			to.Seq = old.Seq
		}
		r.anew = r.anew || old.Life != life
	}
	ok, err := r.store.Restore(ctx, r.shard, found, to, r.snapshots.rows(ctx, r.shard, old.manifest))
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, errors.New("the store was emptied while it was being filled")
	}
	r.metrics.restored.Inc()
	r.log.Info("counts restored", zap.Int("shard", r.shard), zap.Stringer("position", to))
	if r.at, err = r.store.Position(ctx, r.shard); err != nil {
		return 0, err
	}
	if r.at.Life != life {
		return 0, errMoved
	}
	r.behind = r.at.Seq // another may have come further
	return min(to.Seq, r.at.Seq), nil
}

// carriesOn reports whether VIEWS goes on with the sequences of a snapshot: it is the
// same, or it was restored from a backup. A cluster gives what it restores a new time
// of creation, and then what VIEWS holds is older than itself.
func (r *reader) carriesOn(ctx context.Context, life string, saved *manifest) (bool, error) {
	if saved.Life == life {
		return true, nil
	}
	s, err := r.js.Stream(ctx, contract.StreamViews)
	if err != nil {
		return false, fmt.Errorf("look up VIEWS: %w", err)
	}
	i := s.CachedInfo()
	return i.State.LastSeq >= saved.Seq && (i.State.Msgs == 0 || i.State.FirstTime.Before(i.Created)), nil
}

func (r *reader) life(ctx context.Context) (string, error) {
	i, err := bus.NewIncarnation(ctx, r.js, contract.StreamViews)
	if err != nil {
		return "", err
	}
	return i.Get(), nil
}
