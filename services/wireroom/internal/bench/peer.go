package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/local"
)

// peerHops are the streams of a peer: it takes from the first and brings to the last.
var peerHops = []string{"A", "B", "C", "D"}

// peer moves articles through another program's pipelines (test/peer) over the same
// broker and a Redis of its own, from one publisher to a subscriber, and gives articles a
// second.
func peer(ctx context.Context, program, dir string, sync time.Duration, bodies func(int) []byte, n int) (float64, error) {
	server, err := local.StartNATS(ctx, local.NATSConfig{Dir: filepath.Join(dir, "nats"), Port: -1, SyncInterval: sync, Log: zap.NewNop()})
	if err != nil {
		return 0, err
	}
	defer func() { _ = server.Close(); _ = os.RemoveAll(dir) }()
	store, err := local.StartRedis(ctx, local.RedisConfig{Dir: filepath.Join(dir, "redis")})
	if err != nil {
		return 0, err
	}
	defer func() { _ = store.Close() }()
	if store.Kind() == local.KindNone {
		return 0, errors.New("the peer needs a redis-server or valkey-server on the PATH")
	}
	nc, err := nats.Connect(server.URL())
	if err != nil {
		return 0, fmt.Errorf("connect: %w", err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(1024))
	if err != nil {
		return 0, fmt.Errorf("use JetStream: %w", err)
	}
	for _, hop := range peerHops {
		cfg := jetstream.StreamConfig{Name: hop, Subjects: []string{hop}, Retention: jetstream.WorkQueuePolicy}
		if hop == peerHops[len(peerHops)-1] {
			cfg.Retention = jetstream.LimitsPolicy
		}
		if _, err := js.CreateStream(ctx, cfg); err != nil {
			return 0, fmt.Errorf("make stream %s: %w", hop, err)
		}
	}
	end, err := startPeer(ctx, program, server.URL(), store.URL())
	if err != nil {
		return 0, err
	}
	defer end()
	return pushThrough(ctx, js, server.URL(), bodies, n)
}

// startPeer starts the program and waits until it says that it is ready.
func startPeer(ctx context.Context, program, servers, store string) (end func(), err error) {
	cmd := exec.CommandContext(ctx, program, "--nats", servers, "--redis", store) //nolint:gosec // the user names it
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the peer: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the peer: %w", err)
	}
	end = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		end()
		return nil, fmt.Errorf("the peer ended before it was ready: %w", err)
	}
	return end, nil
}

// pushThrough publishes n articles and waits until the last stream has brought them all.
func pushThrough(ctx context.Context, js jetstream.JetStream, url string, bodies func(int) []byte, n int) (float64, error) {
	docs := make([][]byte, n) // made before the clock runs
	for i := range docs {
		docs[i] = bodies(i)
	}
	done, stop, err := subscribe(ctx, url, peerHops[len(peerHops)-1], n)
	if err != nil {
		return 0, err
	}
	defer stop()
	started := time.Now()
	for _, doc := range docs {
		if err := publishAsync(js, &nats.Msg{Subject: peerHops[0], Data: doc}); err != nil {
			return 0, fmt.Errorf("publish: %w", err)
		}
	}
	select {
	case <-done:
		return float64(n) / time.Since(started).Seconds(), nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
