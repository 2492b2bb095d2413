package consumers_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/consumers"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// What is printed names the addresses of the wire at hand, for HTTP as for NATS.
func TestWhatAddPrintsNamesTheWireAtHand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "wire.json"), []byte(`{"nats":"nats://wire.example:24222","publish":"http://wire.example:28082"}`), 0o600))
	for name, to := range map[string]*target.Target{
		"wire.json": {Data: dir}, "settings": {Data: t.TempDir(), Server: "nats://wire.example:24222", PublishAPI: "http://wire.example:28082/"},
	} {
		var out, notes bytes.Buffer
		add := consumers.Add{ID: "desk", File: consumers.File{File: filepath.Join(t.TempDir(), "consumers.yaml")}}
		require.NoError(t, add.Run(to, &console.Console{Out: &out, Err: &notes}), name)
		require.Contains(t, notes.String(), "http://wire.example:28082/v1/stream", name)
		require.Contains(t, notes.String(), "nats://wire.example:24222", name)
	}
}
