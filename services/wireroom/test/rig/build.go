package rig

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// Binaries builds, once for a test process, the four services and a nats-server
// from the module proxy, and gives their folder.
type Binaries struct {
	// Clocks has each process take its wall clock from Rig.SetClock. It builds all of Go's
	// library anew, which takes a minute or two the first time.
	Clocks bool
	// Old, if set, is a commit of this repository of which the four services are built as well.
	Old string
	// Keep, if set, is a folder that they are built into and kept in for the next time; what is
	// there is used as it is.
	Keep string

	once sync.Once
	dir  string
	err  error
}

// Names of the services, in the order of the wire.
func Names() []string { return []string{"ingest", "normalize", "enrich", "publish"} }

// Dir builds if need be. Call Remove at the end of the test process.
func (b *Binaries) Dir(t testing.TB) string {
	t.Helper()
	b.once.Do(func() {
		if b.Keep != "" {
			b.err = b.kept()
			return
		}
		if b.dir, b.err = os.MkdirTemp("", "wireroom-rig-"); b.err == nil {
			b.err = b.build(context.Background())
		}
	})
	if b.err != nil {
		t.Fatal(b.err)
	}
	return b.dir
}

// kept builds into a folder that stays, unless it is there.
func (b *Binaries) kept() error {
	if _, err := os.Stat(b.Keep); err == nil {
		b.dir = b.Keep
		return nil
	}
	b.dir = b.Keep + ".new"
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	if err := b.build(context.Background()); err != nil {
		return err
	}
	b.dir = b.Keep
	return os.Rename(b.Keep+".new", b.Keep)
}

// Remove deletes what was built, unless it is to be kept.
func (b *Binaries) Remove() {
	if b.dir != "" && b.Keep == "" {
		_ = os.RemoveAll(b.dir)
	}
}

const module = "github.com/wireroom/wireroom/services/"

func (b *Binaries) build(ctx context.Context) error {
	var flags []string
	if b.Clocks {
		overlay, err := clockOverlay(ctx, b.dir)
		if err != nil {
			return err
		}
		flags = []string{"-overlay", overlay}
	}
	if err := goBuild(ctx, "", filepath.Join(b.dir, "nats-server"), "github.com/nats-io/nats-server/v2", flags); err != nil {
		return err
	}
	if err := services(ctx, "", b.dir, flags); err != nil || b.Old == "" {
		return err
	}
	return b.older(ctx, flags)
}

func services(ctx context.Context, root, dir string, flags []string) error {
	for _, name := range Names() {
		if err := goBuild(ctx, root, filepath.Join(dir, name), module+name+"/cmd/"+name, flags); err != nil {
			return err
		}
	}
	return nil
}

// older builds the services of an earlier commit, in a work tree of its own.
func (b *Binaries) older(ctx context.Context, flags []string) error {
	tree := filepath.Join(b.dir, "tree")
	if out, err := exec.CommandContext(ctx, "git", "worktree", "add", "--detach", tree, b.Old).CombinedOutput(); err != nil {
		return fmt.Errorf("check out %s: %w\n%s", b.Old, err, out)
	}
	defer func() { _ = exec.CommandContext(ctx, "git", "worktree", "remove", "--force", tree).Run() }()
	return services(ctx, tree, filepath.Join(b.dir, oldFolder), flags)
}

// oldFolder holds the services of an earlier commit.
const oldFolder = "old"

func goBuild(ctx context.Context, root, file, path string, flags []string) error {
	cmd := exec.CommandContext(ctx, "go", append(append([]string{"build"}, flags...), "-o", file, path)...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", path, err, out)
	}
	return nil
}
