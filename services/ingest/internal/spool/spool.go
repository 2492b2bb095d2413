// Package spool takes the files that a provider leaves in a folder, an SFTP
// target as a rule, as if it had pushed them.
//
// Only complete files are taken: those that no longer grow and whose names are
// not those of unfinished transfers. Each is claimed by a rename, which succeeds
// for one replica alone, pushed under a key that follows from its name, time and
// content, so that a crash repeats nothing, and moved to done/ or failed/, there
// with the error beside it. The package follows no link and leaves the folder
// nowhere.
package spool

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// The folders inside of a provider's folder.
const (
	doneDir   = "done"
	failedDir = "failed"
	workDir   = ".work" // with a folder of each replica
)

// Storer writes to RAW.
type Storer interface {
	Store(ctx context.Context, p raw.Push) (raw.Stored, error)
}

// Follower finds what became of a delivery.
type Follower interface {
	Await(ctx context.Context, provider, id string, stop <-chan struct{}) (status.Delivery, error)
}

// Config paces the work. Zero values have defaults.
type Config struct {
	Every  time.Duration // between looks into the folders; 1 s
	Settle time.Duration // how long a file must stay as it is; 2 s
	Stale  time.Duration // how long a silent replica keeps its claims; 1 min
	Await  time.Duration // how long the outcome of a file is awaited; 1 min
}

func (c Config) orDefault() Config {
	for _, d := range []struct {
		value    *time.Duration
		fallback time.Duration
	}{{&c.Every, time.Second}, {&c.Settle, 2 * time.Second}, {&c.Stale, time.Minute}, {&c.Await, time.Minute}} {
		if *d.value <= 0 {
			*d.value = d.fallback
		}
	}
	return c
}

// Deps are what the folders are watched with.
type Deps struct {
	Config    Config
	Providers interface{ All() []provider.Provider }
	Raw       Storer
	Receipts  Follower
	Metrics   *Metrics
	Log       *zap.Logger
	Clock     func() time.Time
	NewID     func() string
	Replica   string // unique to this process: [A-Za-z0-9-]
	// Report keeps what was seen of a folder for who operates the wire; nil: nobody asks.
	Report func(ctx context.Context, state provider.FolderState)
}

// Run watches the folders of all providers until ctx ends, then lets what is in
// hand end.
func Run(ctx context.Context, d Deps) {
	d.Config = d.Config.orDefault()
	folders := map[string]*folder{}
	t := time.NewTicker(d.Config.Every)
	defer t.Stop()
	for {
		d.look(ctx, folders)
		select {
		case <-t.C:
		case <-ctx.Done():
			for _, f := range folders {
				f.pending.Wait()
				f.leave()
			}
			return
		}
	}
}

// look goes through the folders of all providers once.
func (d *Deps) look(ctx context.Context, folders map[string]*folder) {
	for _, p := range d.Providers.All() {
		if p.Spool == "" {
			continue
		}
		f := folders[p.ID]
		if f == nil || f.dir != p.Spool {
			f = newFolder(d, p.Spool)
			folders[p.ID] = f
		}
		f.provider = p
		if err := f.look(ctx); err != nil && ctx.Err() == nil {
			f.complain(err)
		}
		f.report(ctx)
	}
}

// complain logs a folder's trouble once, until it is another one.
func (f *folder) complain(err error) {
	if err.Error() != f.trouble {
		f.Log.Warn("drop folder", zap.String("provider", f.provider.ID), zap.String("folder", f.dir), zap.Error(err))
	}
	f.trouble = err.Error()
}

// prepare makes the folders inside of the folder, which must exist: it is the
// operator's.
func (f *folder) prepare() error {
	for _, dir := range []string{doneDir, failedDir, workDir, filepath.Join(workDir, f.Replica)} {
		if err := os.Mkdir(filepath.Join(f.dir, dir), 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}
