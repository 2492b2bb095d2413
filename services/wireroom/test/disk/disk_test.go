//go:build linux

package disk_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/test/disk"
)

func mounted(t *testing.T) *disk.Disk {
	t.Helper()
	d, err := disk.Mount(t.TempDir())
	if err != nil {
		t.Skip("no file system can be mounted here: ", err)
	}
	t.Cleanup(func() { require.NoError(t, d.Unmount()) })
	return d
}

func none() bool { return false }

func write(t *testing.T, name, text string, flags int, sync bool) {
	t.Helper()
	f, err := os.OpenFile(name, flags|os.O_CREATE|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = f.WriteString(text)
	require.NoError(t, err)
	if sync {
		require.NoError(t, f.Sync())
	}
	require.NoError(t, f.Close())
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

func TestAPowerCutLeavesWhatWasSyncedAndNothingElse(t *testing.T) {
	d := mounted(t)
	in := func(name string) string { return filepath.Join(d.Dir, name) }
	require.NoError(t, os.Mkdir(in("dir"), 0o700))
	write(t, in("dir/synced"), "one", 0, true)
	write(t, in("dir/synced"), " two", os.O_APPEND, false)
	write(t, in("o_sync"), "kept", os.O_SYNC, false)
	write(t, in("never"), "gone", 0, false)
	write(t, in("cut"), "a long text", 0, true)
	write(t, in("cut"), "short", os.O_TRUNC, true)
	write(t, in("cut-unsynced"), "a long text", 0, true)
	write(t, in("cut-unsynced"), "short", os.O_TRUNC, false)
	write(t, in("new"), "renamed", 0, true)
	write(t, in("old"), "replaced", 0, true)
	require.NoError(t, os.Rename(in("new"), in("old")))
	write(t, in("removed"), "x", 0, true)
	require.NoError(t, os.Remove(in("removed")))
	require.Equal(t, "one two", read(t, in("dir/synced")))
	require.Equal(t, "gone", read(t, in("never")))

	lost, err := d.PowerCut(none)
	require.NoError(t, err)
	require.Equal(t, 3, lost)
	for name, want := range map[string]string{"dir/synced": "one", "o_sync": "kept", "never": "", "cut": "short", "cut-unsynced": "a long text", "old": "renamed"} {
		require.Equal(t, want, read(t, in(name)), name)
	}
	require.NoFileExists(t, in("removed"))
	require.NoFileExists(t, in("new"))
	write(t, in("dir/synced"), " more", os.O_APPEND, true)
	require.Equal(t, "one more", read(t, in("dir/synced")))
}

// What is synced is what is there, whatever was written, cut and grown in between.
func TestWhatIsSyncedSurvivesAnyWrites(t *testing.T) {
	d := mounted(t)
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable
	f, err := os.OpenFile(filepath.Join(d.Dir, "f"), os.O_CREATE|os.O_RDWR, 0o600)
	require.NoError(t, err)
	var want []byte
	for range 400 {
		switch rng.IntN(4) {
		case 0:
			require.NoError(t, f.Truncate(rng.Int64N(5000)))
		case 1:
			require.NoError(t, f.Sync())
			want, err = os.ReadFile(f.Name())
			require.NoError(t, err)
		default:
			_, err = f.WriteAt([]byte{1, 2, 3, byte(rng.IntN(256))}, rng.Int64N(5000))
			require.NoError(t, err)
		}
	}
	require.NoError(t, f.Close())
	_, err = d.PowerCut(none)
	require.NoError(t, err)
	require.Equal(t, want, []byte(read(t, f.Name())))
}

func TestAFullDiskTakesNothingAndASlowOneTakesItLater(t *testing.T) {
	d := mounted(t)
	name := filepath.Join(d.Dir, "f")
	d.Full(true)
	require.ErrorIs(t, os.WriteFile(name, []byte("x"), 0o600), syscall.ENOSPC)
	require.ErrorIs(t, os.Mkdir(name, 0o700), syscall.ENOSPC)
	d.Full(false)
	write(t, name, "x", 0, true)
	d.Full(true)
	require.ErrorIs(t, os.WriteFile(name, []byte("yy"), 0o600), syscall.ENOSPC)
	var st syscall.Statfs_t
	require.NoError(t, syscall.Statfs(d.Dir, &st))
	require.Zero(t, st.Bavail)
	d.Full(false)
	d.Slow(50 * time.Millisecond)
	began := time.Now()
	write(t, name, "z", 0, true)
	require.GreaterOrEqual(t, time.Since(began), 50*time.Millisecond)
	d.Slow(0)
}
