package webhook

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

// watchAgain is how often all is read anew: a bucket that was made anew is noticed then.
const watchAgain = 30 * time.Second

// Watch calls changed with all subscriptions of a source, at once and whenever they
// change, until ctx ends.
func (s Store) Watch(ctx context.Context, source string, changed func([]Subscription), log *zap.Logger) {
	for ctx.Err() == nil {
		if err := s.watch(ctx, source, changed, log); err != nil && ctx.Err() == nil {
			log.Warn("webhooks can't be looked up", zap.Error(err))
			_ = service.Pause(ctx, 2*time.Second)
		}
	}
}

// watch reads and follows for the time of watchAgain.
func (s Store) watch(ctx context.Context, source string, changed func([]Subscription), log *zap.Logger) error {
	w, err := s.KV.Watch(ctx, subKey(source, "*"))
	if err != nil {
		return err
	}
	defer func() { _ = w.Stop() }()
	all, whole := map[string]Subscription{}, false
	over := time.NewTimer(watchAgain)
	defer over.Stop()
	for {
		select {
		case entry, ok := <-w.Updates():
			switch {
			case !ok:
				return nil
			case entry == nil:
				whole = true
			default:
				apply(all, entry, log)
			}
			if whole {
				changed(slices.Collect(maps.Values(all)))
			}
		case <-over.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func apply(all map[string]Subscription, entry jetstream.KeyValueEntry, log *zap.Logger) {
	if entry.Operation() != jetstream.KeyValuePut {
		delete(all, entry.Key())
		return
	}
	var sub Subscription
	if err := json.Unmarshal(entry.Value(), &sub); err != nil {
		log.Error("a webhook can't be read", zap.String("key", entry.Key()), zap.Error(err))
		return
	}
	all[entry.Key()] = sub
}
