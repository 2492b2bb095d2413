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
		if b.dir, b.err = os.MkdirTemp("", "wireroom-rig-"); b.err == nil {
			b.err = build(context.Background(), b.dir)
		}
	})
	if b.err != nil {
		t.Fatal(b.err)
	}
	return b.dir
}

// Remove deletes what was built.
func (b *Binaries) Remove() {
	if b.dir != "" {
		_ = os.RemoveAll(b.dir)
	}
}

const module = "github.com/wireroom/wireroom/services/"

func build(ctx context.Context, dir string) error {
	packages := map[string]string{"nats-server": "github.com/nats-io/nats-server/v2"}
	for _, name := range Names() {
		packages[name] = module + name + "/cmd/" + name
	}
	for name, path := range packages {
		out, err := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(dir, name), path).CombinedOutput()
		if err != nil {
			return fmt.Errorf("build %s: %w\n%s", path, err, out)
		}
	}
	return nil
}
