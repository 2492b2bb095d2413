package spool

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wireroom/wireroom/pkg/provider"
)

// folder is what is known of one provider's folder.
type folder struct {
	*Deps
	provider provider.Provider
	dir      string
	seen     map[string]sight // by name, as of the look before
	pending  sync.WaitGroup   // files whose outcome is awaited
	slots    chan struct{}    // bounds them
	trouble  string
	waiting  int                  // files that are not taken yet
	taken    time.Time            // when a file was taken last
	reported provider.FolderState // what Report was given last
}

// sight is a file as it was seen.
type sight struct {
	size  int64
	time  time.Time // of the file
	since time.Time // when it was first seen so
}

// maxPending bounds the files whose outcome is awaited at once.
const maxPending = 64

func newFolder(d *Deps, dir string) *folder {
	return &folder{Deps: d, dir: dir, seen: map[string]sight{}, slots: make(chan struct{}, maxPending)}
}

// look takes what is complete, oldest first, and what silent replicas left.
func (f *folder) look(ctx context.Context) error {
	if err := f.prepare(); err != nil {
		return fmt.Errorf("prepare %s: %w", f.dir, err)
	}
	now := f.Clock()
	if err := f.beat(now); err != nil {
		return err
	}
	if err := f.reclaim(now); err != nil {
		return err
	}
	ready, err := f.ready(now)
	if err != nil {
		return err
	}
	f.trouble, f.waiting = "", len(f.seen)
	for _, name := range ready {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if f.claim(name) {
			if err := f.take(ctx, name); err != nil {
				return err // what can't be stored now is taken first at the next look
			}
			f.waiting--
		}
	}
	return nil
}

// ready lists the complete files, by time, then name.
func (f *folder) ready(now time.Time) ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.dir, err)
	}
	seen := map[string]sight{}
	var ready []string
	for _, e := range entries {
		if unfinished(e.Name()) || !e.Type().IsRegular() {
			continue // a link may lead anywhere
		}
		info, err := e.Info()
		if err != nil {
			continue // another replica was faster
		}
		s := sight{info.Size(), info.ModTime(), now}
		if before, ok := f.seen[e.Name()]; ok && before.size == s.size && before.time.Equal(s.time) {
			s.since = before.since
		}
		seen[e.Name()] = s
		if now.Sub(s.since) >= f.Config.Settle {
			ready = append(ready, e.Name())
		}
	}
	f.seen = seen
	slices.SortFunc(ready, func(a, b string) int {
		return cmp.Or(seen[a].time.Compare(seen[b].time), strings.Compare(a, b))
	})
	return ready, nil
}

// unfinished reports whether a name is one that transfers give to what is not
// whole yet.
func unfinished(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".tmp", ".part", ".partial", ".filepart", ".crdownload", ".uploading", ".swp", ".lock":
		return true
	}
	return false
}

func (f *folder) claimed(name string) string { return filepath.Join(f.dir, workDir, f.Replica, name) }

// claim moves a file to this replica's own folder: a rename succeeds once.
func (f *folder) claim(name string) bool {
	return os.Rename(filepath.Join(f.dir, name), f.claimed(name)) == nil
}

// alive is the file by whose time a replica shows that it is there.
const alive = ".alive"

func (f *folder) beat(now time.Time) error {
	path := f.claimed(alive)
	err := os.Chtimes(path, now, now)
	if errors.Is(err, fs.ErrNotExist) {
		err = os.WriteFile(path, nil, 0o600)
	}
	if err != nil {
		return fmt.Errorf("show that %s is watched: %w", f.dir, err)
	}
	return nil
}

// reclaim puts back what replicas have claimed that are silent for long.
func (f *folder) reclaim(now time.Time) error {
	replicas, err := os.ReadDir(filepath.Join(f.dir, workDir))
	if err != nil {
		return fmt.Errorf("look for claims: %w", err)
	}
	for _, r := range replicas {
		dir := filepath.Join(f.dir, workDir, r.Name())
		info, err := os.Stat(filepath.Join(dir, alive))
		if r.Name() == f.Replica || err == nil && now.Sub(info.ModTime()) < f.Config.Stale {
			continue
		}
		f.putBack(dir)
	}
	return nil
}

func (f *folder) putBack(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // another replica was faster
	}
	for _, e := range entries {
		if e.Name() != alive {
			_ = os.Rename(filepath.Join(dir, e.Name()), filepath.Join(f.dir, e.Name()))
		}
	}
	_ = os.Remove(filepath.Join(dir, alive))
	_ = os.Remove(dir) // only if it is empty
}

// leave gives up all claims at the end.
func (f *folder) leave() { f.putBack(filepath.Join(f.dir, workDir, f.Replica)) }
