package local

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// An orphan of a killed process needs as long to write its last commands.
const redisLockWait = 5 * time.Second

func redisChild(ctx context.Context, path string, cfg RedisConfig) (*Redis, error) {
	if cfg.Dir == "" {
		return nil, errors.New("start redis: no folder given")
	}
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("start redis: %w", err)
	}
	lock, err := lockDir(ctx, dir, redisLockWait)
	if err != nil {
		return nil, fmt.Errorf("start redis: %w", err)
	}
	r, err := startChild(ctx, &child{path: path, dir: dir, lock: lock, log: cfg.Log.Named("redis")})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", filepath.Base(path), err), lock.Close())
	}
	return r, nil
}

func startChild(ctx context.Context, c *child) (*Redis, error) {
	socket, cleanup, err := socketPath(c.dir)
	if err != nil {
		return nil, err
	}
	c.socket = socket
	c.start()
	if err := c.awaitReady(ctx); err != nil {
		c.stop()
		cleanup()
		return nil, err
	}
	u := url.URL{Scheme: "unix", Path: socket}
	return &Redis{kind: KindChild, url: u.String(), child: c, closer: func() error {
		c.stop()
		cleanup()
		return c.lock.Close()
	}}, nil
}

// maxSocket is below the shortest limit of any system on a socket's path.
const maxSocket = 100

// socketPath puts the socket into the folder, or where its path would be too
// long for the system, into a private temporary one that cleanup removes.
func socketPath(dir string) (path string, cleanup func(), err error) {
	if path = filepath.Join(dir, "redis.sock"); len(path) <= maxSocket {
		return path, func() {}, os.Chmod(dir, 0o700)
	}
	tmp, err := os.MkdirTemp("", "wireroom-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for the socket: %w", err)
	}
	cleanup = func() { _ = os.RemoveAll(tmp) }
	if path = filepath.Join(tmp, "redis.sock"); len(path) > maxSocket {
		cleanup()
		return "", nil, fmt.Errorf("the paths %s and %s are too long for a socket", dir, tmp)
	}
	return path, cleanup, nil
}

// childConfig is read by the child from its standard input: arguments with a
// space in them are cut apart by some versions.
func childConfig(dir, socket string) *strings.Reader {
	lines := []string{
		"port 0",
		"unixsocket " + strconv.Quote(socket),
		"unixsocketperm 700",
		"dir " + strconv.Quote(dir),
		`save ""`,
		"appendonly yes",
		"appendfsync everysec",
		"daemonize no",
		"",
	}
	return strings.NewReader(strings.Join(lines, "\n"))
}
