package local_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// smallDisk mounts a disk of 32 MiB, or skips the test.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=32m"); err != nil {
		t.Skip("a small disk can't be mounted here: ", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return dir
}

// fill writes a file until the disk is full.
func fill(t *testing.T, file string) {
	t.Helper()
	f, err := os.Create(file)
	require.NoError(t, err)
	for err == nil {
		_, err = f.Write(make([]byte, 64<<10))
	}
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.NoError(t, f.Close())
}

func TestAFullDiskIsSeenAndTheServerHealsOnceThereIsRoom(t *testing.T) {
	dir := smallDisk(t)
	n, err := local.StartNATS(t.Context(), local.NATSConfig{Dir: filepath.Join(dir, "nats")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, n.Close()) })
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go n.Heal(ctx)
	nc, err := nats.Connect(n.URL(), nats.MaxReconnects(-1), nats.ReconnectWait(50*time.Millisecond))
	require.NoError(t, err)
	defer nc.Close()
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	stream, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}})
	require.NoError(t, err)
	publish := func() error {
		limited, end := context.WithTimeout(t.Context(), time.Second)
		defer end()
		_, err := js.Publish(limited, "s", make([]byte, 100<<10))
		return err
	}
	require.NoError(t, publish())
	require.NoError(t, n.Stores())

	fill(t, filepath.Join(dir, "fill"))
	require.Error(t, publish())
	require.ErrorContains(t, n.Stores(), "no space left on device")

	require.NoError(t, os.Remove(filepath.Join(dir, "fill")))
	localtest.Eventually(t, time.Minute, func() error { return errors.Join(n.Stores(), publish()) })
	first, err := stream.GetMsg(t.Context(), 1)
	require.NoError(t, err, "what was acknowledged before is there")
	require.Len(t, first.Data, 100<<10)
}
