package localtest

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wireroom/wireroom/pkg/local"
)

// Redis starts an empty redis-server for the test and gives a client of it.
func Redis(t testing.TB) *redis.Client {
	t.Helper()
	return RedisServer(t).Client()
}

// RedisHandle is a redis-server that a test can take away and bring back, on
// the same address and with the same data. It must be used from one goroutine.
type RedisHandle struct {
	t       testing.TB
	dir     string
	running *local.Redis
	url     string
	addr    string
	client  *redis.Client
}

// RedisServer is Redis for tests of outages. Nothing but a real server will do:
// the test is skipped without one.
func RedisServer(t testing.TB) *RedisHandle {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if _, err := exec.LookPath("valkey-server"); err != nil {
			missing(t, "needs a redis-server or valkey-server on the PATH")
		}
	}
	h := &RedisHandle{t: t, dir: shortDir(t)}
	t.Cleanup(h.Stop)
	h.Start()
	h.client = h.newClient()
	return h
}

// shortDir is needed because a socket's path is limited and a test's isn't.
func shortDir(t testing.TB) string {
	dir, err := os.MkdirTemp("", "wr")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Start starts the server if it is stopped, and returns when it answers.
func (h *RedisHandle) Start() {
	h.t.Helper()
	if h.running != nil {
		return
	}
	r, err := local.StartRedis(startContext(h.t), local.RedisConfig{Dir: h.dir})
	if err != nil {
		h.t.Fatal(err)
	}
	opt, err := r.Options()
	if err != nil {
		h.t.Fatal(err)
	}
	h.running, h.url, h.addr = r, r.URL(), opt.Addr
}

// Stop stops the server if it runs; its data stay.
func (h *RedisHandle) Stop() {
	h.t.Helper()
	if h.running == nil {
		return
	}
	if err := h.running.Close(); err != nil {
		h.t.Error(err)
	}
	h.running = nil
}

// Kill kills the server with -9. It is started again by itself.
func (h *RedisHandle) Kill() {
	h.t.Helper()
	p, err := os.FindProcess(h.running.PID())
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		h.t.Fatalf("kill redis: %v", err)
	}
}

// Client is the same for the whole test and is closed with it.
func (h *RedisHandle) Client() *redis.Client { return h.client }

// URL is for what makes a client of its own.
func (h *RedisHandle) URL() string { return h.url }

// Addr is the path of the server's socket; it stays through Stop and Start.
func (h *RedisHandle) Addr() string { return h.addr }

func (h *RedisHandle) newClient() *redis.Client {
	opt, err := redis.ParseURL(h.url)
	if err != nil {
		h.t.Fatal(err)
	}
	opt.DialerRetries, opt.DialTimeout = 1, time.Second
	client := redis.NewClient(opt)
	h.t.Cleanup(func() { _ = client.Close() })
	return client
}
