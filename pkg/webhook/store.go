package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Store keeps subscriptions and how far they are.
type Store struct{ KV jetstream.KeyValue }

// Errors of a store.
var (
	ErrNotFound = errors.New("there is no such webhook")
	ErrMoved    = errors.New("another process changed it")
)

func subKey(source, id string) string { return "sub." + source + "." + id }
func progressKey(id string) string    { return "progress." + id }
func logKey(id string) string         { return "log." + id }

// Get reads a subscription and its revision.
func (s Store) Get(ctx context.Context, source, id string) (*Subscription, uint64, error) {
	var sub Subscription
	rev, err := s.read(ctx, subKey(source, id), &sub)
	return &sub, rev, err
}

// Put writes a subscription on the revision that was read, 0 for a new one.
func (s Store) Put(ctx context.Context, sub *Subscription, rev uint64) error {
	_, err := s.write(ctx, subKey(sub.Source, sub.ID), sub, rev)
	return err
}

// Delete removes a subscription and all of it.
func (s Store) Delete(ctx context.Context, source, id string) error {
	for _, key := range []string{subKey(source, id), progressKey(id), logKey(id)} {
		if err := s.KV.Purge(ctx, key); err != nil {
			return fmt.Errorf("remove webhook %s: %w", id, err)
		}
	}
	return nil
}

// List reads all subscriptions of a source, the oldest first.
func (s Store) List(ctx context.Context, source string) ([]Subscription, error) {
	keys, err := s.KV.ListKeysFiltered(ctx, subKey(source, "*"))
	if err != nil {
		return nil, fmt.Errorf("list webhooks: %w", err)
	}
	defer func() { _ = keys.Stop() }()
	var out []Subscription
	for key := range keys.Keys() {
		var sub Subscription
		if _, err := s.read(ctx, key, &sub); errors.Is(err, ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		out = append(out, sub)
	}
	slices.SortFunc(out, func(a, b Subscription) int {
		return a.Created.Compare(b.Created)*2 + strings.Compare(a.ID, b.ID)
	})
	return out, nil
}

// Progress reads how far a subscription is; revision 0 is that it has not begun.
func (s Store) Progress(ctx context.Context, id string) (Progress, uint64, error) {
	var p Progress
	rev, err := s.read(ctx, progressKey(id), &p)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return p, rev, err
}

// SetProgress writes it on the revision that was read; ErrMoved if another process was
// faster.
func (s Store) SetProgress(ctx context.Context, id string, p Progress, rev uint64) (uint64, error) {
	return s.write(ctx, progressKey(id), p, rev)
}

// Resume makes a stopped subscription go on: where it stopped, or from a place.
func (s Store) Resume(ctx context.Context, id string, from *Place, now time.Time) error {
	for try := 0; ; try++ {
		p, rev, err := s.Progress(ctx, id)
		if err != nil {
			return err
		}
		p.Resume(now)
		if from != nil {
			p.Place, p.Failing = *from, nil
		}
		if rev == 0 && from == nil {
			return nil // it has not begun, and so not stopped
		}
		if _, err = s.SetProgress(ctx, id, p, rev); err == nil || !errors.Is(err, ErrMoved) || try == 10 {
			return err
		}
	}
}

// Log reads the latest attempts, the newest first.
func (s Store) Log(ctx context.Context, id string) ([]Attempt, error) {
	var out []Attempt
	_, err := s.read(ctx, logKey(id), &out)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return out, err
}

// SetLog writes them.
func (s Store) SetLog(ctx context.Context, id string, log []Attempt) error {
	data, err := json.Marshal(log)
	if err == nil {
		_, err = s.KV.Put(ctx, logKey(id), data)
	}
	if err != nil {
		return fmt.Errorf("write log of webhook %s: %w", id, err)
	}
	return nil
}

func (s Store) read(ctx context.Context, key string, into any) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	entry, err := s.KV.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) || errors.Is(err, jetstream.ErrInvalidKey) {
		return 0, fmt.Errorf("read %s: %w", key, ErrNotFound)
	}
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", key, err)
	}
	if err := json.Unmarshal(entry.Value(), into); err != nil {
		return 0, fmt.Errorf("read %s: %w", key, err)
	}
	return entry.Revision(), nil
}

const storeLimit = 5 * time.Second

func (s Store) write(ctx context.Context, key string, what any, rev uint64) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	data, err := json.Marshal(what)
	if err != nil {
		return 0, fmt.Errorf("write %s: %w", key, err)
	}
	var next uint64
	if rev == 0 {
		next, err = s.KV.Create(ctx, key, data)
	} else {
		next, err = s.KV.Update(ctx, key, data, rev)
	}
	if errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
		return 0, fmt.Errorf("write %s: %w", key, ErrMoved)
	}
	if err != nil {
		return 0, fmt.Errorf("write %s: %w", key, err)
	}
	return next, nil
}
