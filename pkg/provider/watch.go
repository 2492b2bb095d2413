package provider

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"time"

	"github.com/fsnotify/fsnotify"
	"go.uber.org/zap"
)

const (
	// settle is how long the folder has to be quiet: an editor writes in steps.
	settle = 50 * time.Millisecond
	// lookAgain finds what no event tells: network file systems, a secret's file
	// elsewhere, a folder that was replaced.
	lookAgain = 10 * time.Second
)

// Watch loads the file and loads it again when it changes, until ctx ends. A
// change that can't be used, or that a check refuses, leaves what was there; Err and
// the log say why. The first load must succeed.
func Watch(ctx context.Context, path string, log *zap.Logger, checks ...Check) (*Store, error) {
	w := &watcher{path: path, log: log.Named("providers"), store: &Store{}, checks: checks}
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch the providers file: %w", err)
	}
	// The folder, not the file: an editor replaces the file, and Kubernetes swaps
	// the link ..data beside it that it leads through.
	if err := events.Add(filepath.Dir(path)); err != nil {
		w.log.Warn("changes are noticed late", zap.Error(err))
	}
	providers, err := LoadChecked(path, checks...)
	if err != nil {
		_ = events.Close()
		return nil, err
	}
	w.store.set(providers)
	w.log.Info("providers file is in use", zap.String("path", path), zap.Int("providers", len(providers)))
	go w.run(ctx, events)
	return w.store, nil
}

type watcher struct {
	path   string
	log    *zap.Logger
	store  *Store
	checks []Check
}

func (w *watcher) run(ctx context.Context, events *fsnotify.Watcher) {
	defer func() { _ = events.Close() }()
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	quiet := time.NewTimer(settle)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-events.Events:
			if !ok {
				return
			}
			quiet.Reset(settle)
		case err := <-events.Errors:
			w.log.Warn("changes are noticed late", zap.Error(err))
		case <-quiet.C:
			w.reload()
		case <-ticker.C:
			w.reload()
		}
	}
}

// reload tells of changes only: it runs whether there was one or not.
func (w *watcher) reload() {
	providers, err := LoadChecked(w.path, w.checks...)
	if err != nil {
		if old := w.store.Err(); old == nil || old.Error() != err.Error() {
			w.log.Error("providers file can't be used, the last one stays in use", zap.Error(err))
		}
		w.store.err.Store(&err)
		return
	}
	if w.store.Err() == nil && reflect.DeepEqual(providers, w.store.now.Load().list) {
		return
	}
	w.store.set(providers)
	w.log.Info("providers file was read again", zap.Int("providers", len(providers)))
}
