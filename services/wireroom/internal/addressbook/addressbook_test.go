package addressbook_test

import (
	"io/fs"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
)

func TestBookIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := addressbook.Load(dir)
	require.ErrorIs(t, err, fs.ErrNotExist)

	want := addressbook.Book{NATS: "nats://127.0.0.1:4222", Ingest: "http://127.0.0.1:8081", Admin: "127.0.0.1:9464",
		Keys: map[string]string{"acme": "wr_key"}, PID: 7, Started: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
	require.NoError(t, os.WriteFile(addressbook.Path(dir), []byte("old"), 0o644))
	require.NoError(t, addressbook.Save(dir, want))
	got, err := addressbook.Load(dir)
	require.NoError(t, err)
	require.Equal(t, want, got)
	info, err := os.Stat(addressbook.Path(dir))
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), "also where an older one was open to all")
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1, "nothing is left behind")
}

func TestBrokenBookSaysWhichFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(addressbook.Path(dir), []byte("{"), 0o600))
	_, err := addressbook.Load(dir)
	require.ErrorContains(t, err, addressbook.Path(dir))
}
