package webhook

import (
	"context"
	"errors"
	"reflect"
)

// Mirror makes the bucket tell of subscriptions that a file declares, for people who ask
// for them: without their secrets. What the file has no more is not told of any more; its
// place stays.
func (s Store) Mirror(ctx context.Context, source string, declared []Subscription) error {
	have, err := s.List(ctx, source)
	if err != nil {
		return err
	}
	gone := map[string]Subscription{}
	for _, sub := range have {
		gone[sub.ID] = sub
	}
	var errs []error
	for _, sub := range declared {
		sub.Secrets = nil
		if old, ok := gone[sub.ID]; !ok || !reflect.DeepEqual(old, sub) {
			_, rev, err := s.Get(ctx, source, sub.ID)
			if errors.Is(err, ErrNotFound) {
				err = nil
			}
			if err == nil {
				err = s.Put(ctx, &sub, rev)
			}
			if !errors.Is(err, ErrMoved) {
				errs = append(errs, err)
			}
		}
		delete(gone, sub.ID)
	}
	for id := range gone {
		errs = append(errs, s.KV.Purge(ctx, subKey(source, id)))
	}
	return errors.Join(errs...)
}
