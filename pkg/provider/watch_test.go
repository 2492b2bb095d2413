package provider_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
)

// patience is less than the time after which the file is looked at anyway: what
// is seen within it was noticed.
const patience = 8 * time.Second

func has(s *provider.Store, id string) func() error {
	return func() error {
		if _, ok := s.Get(id); !ok {
			return fmt.Errorf("%s is not there", id)
		}
		return nil
	}
}

func TestWatchKeepsWhatWorked(t *testing.T) {
	t.Parallel()
	core, logs := observer.New(zapcore.InfoLevel)
	path := inFile(t, "providers:\n  - id: one\n    keys: ['"+provider.HashKey("k1")+"']\n")
	s, err := provider.Watch(t.Context(), path, zap.New(core))
	require.NoError(t, err)
	registry := prometheus.NewRegistry()
	require.NoError(t, s.Register(registry))
	p, ok := s.ByKey("k1")
	require.True(t, ok)
	require.Equal(t, "one", p.ID)

	write(t, path, "providers:\n  - id: two\n    kys: []\n")
	localtest.Eventually(t, patience, func() error {
		if s.Err() == nil {
			return errors.New("not noticed")
		}
		return nil
	})
	require.ErrorContains(t, s.Err(), "line 3: field kys not found")
	require.NoError(t, has(s, "one")())
	require.Error(t, has(s, "two")())
	require.Equal(t, 0.0, gauge(t, registry, "wireroom_providers_file_ok"))
	require.Equal(t, 1, logs.FilterMessageSnippet("can't be used").Len())

	write(t, path, "providers:\n  - id: two\n  - id: three\n")
	localtest.Eventually(t, patience, has(s, "two"))
	require.NoError(t, s.Err())
	require.Error(t, has(s, "one")())
	_, ok = s.ByKey("k1")
	require.False(t, ok, "a key that was taken out is worth nothing at once")
	require.Len(t, s.All(), 2)
	require.Equal(t, 1.0, gauge(t, registry, "wireroom_providers_file_ok"))
	require.Equal(t, 2.0, gauge(t, registry, "wireroom_providers"))
}

// A mapping stands beside the providers file, and is read again with it. One that
// is no YAML, or that a service's check refuses, keeps what was there.
func TestWatchReadsMappings(t *testing.T) {
	t.Parallel()
	path := inFile(t, "providers:\n  - id: one\n    mapping: maps/one.yaml\n")
	require.NoError(t, os.Mkdir(filepath.Join(filepath.Dir(path), "maps"), 0o700))
	mapping := write(t, filepath.Join(filepath.Dir(path), "maps", "one.yaml"), "name: first\n")
	refuse := func(p provider.Provider) error {
		if bytes.Contains(p.Mapping.Data, []byte("bad")) {
			return errors.New("mapping maps/one.yaml: line 1: bad")
		}
		return nil
	}
	s, err := provider.Watch(t.Context(), path, zap.NewNop(), refuse)
	require.NoError(t, err)
	is := func(text string) func() error {
		return func() error {
			if p, _ := s.Get("one"); p.Mapping == nil || p.Mapping.File != "maps/one.yaml" || string(p.Mapping.Data) != text {
				return errors.New("another mapping is in use")
			}
			return nil
		}
	}
	require.NoError(t, is("name: first\n")())
	for text, says := range map[string]string{"name: bad\n": `provider "one": mapping maps/one.yaml: line 1: bad`, "name: [\n": "mapping maps/one.yaml: yaml: line"} {
		write(t, mapping, text)
		write(t, path, "providers:\n  - id: one\n    name: touched\n    mapping: maps/one.yaml\n")
		localtest.Eventually(t, patience, func() error {
			if s.Err() == nil || !strings.Contains(s.Err().Error(), says) {
				return fmt.Errorf("not refused: %v", s.Err())
			}
			return nil
		})
		require.NoError(t, is("name: first\n")())
	}
	write(t, mapping, "name: second\n")
	write(t, path, "providers:\n  - id: one\n    mapping: maps/one.yaml\n")
	localtest.Eventually(t, patience, is("name: second\n"))
	require.NoError(t, s.Err())
	write(t, mapping, "name: bad\n")
	_, err = provider.Watch(t.Context(), path, zap.NewNop(), refuse)
	require.ErrorContains(t, err, "line 1: bad", "there is no last good one to stay with")
}

func gauge(t *testing.T, r *prometheus.Registry, name string) float64 {
	t.Helper()
	families, err := r.Gather()
	require.NoError(t, err)
	for _, f := range families {
		if f.GetName() == name {
			return f.Metric[0].GetGauge().GetValue()
		}
	}
	t.Fatalf("no metric %s", name)
	return 0
}

func TestWatchNoticesReplacedFiles(t *testing.T) {
	t.Parallel()
	path := inFile(t, "providers:\n  - id: one\n")
	s, err := provider.Watch(t.Context(), path, zap.NewNop())
	require.NoError(t, err)
	require.NoError(t, provider.Add(path, provider.Entry{ID: "two"}))
	localtest.Eventually(t, patience, has(s, "two"))
}

// Kubernetes writes a new folder and moves one link, ..data, onto it: the file's
// own folder sees nothing of the file.
func TestWatchNoticesTheSwapOfAConfigMap(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	version := func(n int, text string) {
		folder := fmt.Sprintf("..version_%d", n)
		require.NoError(t, os.Mkdir(filepath.Join(dir, folder), 0o755))
		write(t, filepath.Join(dir, folder, "providers.yaml"), text)
		require.NoError(t, os.Symlink(folder, filepath.Join(dir, "..data_tmp")))
		require.NoError(t, os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")))
	}
	version(1, "providers:\n  - id: one\n")
	path := filepath.Join(dir, "providers.yaml")
	require.NoError(t, os.Symlink(filepath.Join("..data", "providers.yaml"), path))
	s, err := provider.Watch(t.Context(), path, zap.NewNop())
	require.NoError(t, err)
	require.NoError(t, has(s, "one")())
	version(2, "providers:\n  - id: two\n")
	localtest.Eventually(t, patience, has(s, "two"))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "..version_1")))
}

func TestWatchNeedsAFileThatWorks(t *testing.T) {
	t.Parallel()
	_, err := provider.Watch(t.Context(), inFile(t, "nothing: useful\n"), zap.NewNop())
	require.ErrorContains(t, err, "field nothing not found")
	_, err = provider.Watch(t.Context(), filepath.Join(t.TempDir(), "none", "none"), zap.NewNop())
	require.ErrorIs(t, err, os.ErrNotExist)
}
