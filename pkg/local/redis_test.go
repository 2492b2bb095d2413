package local_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

const patience = 30 * time.Second

func none(string) (string, error) { return "", exec.ErrNotFound }

func needRedis(t *testing.T) {
	t.Helper()
	localtest.RedisServer(t).Stop()
}

func startRedis(t *testing.T, cfg local.RedisConfig) (*local.Redis, *redis.Client) {
	t.Helper()
	r, err := local.StartRedis(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	opt, err := r.Options()
	require.NoError(t, err)
	c := redis.NewClient(opt)
	t.Cleanup(func() { _ = c.Close() })
	return r, c
}

func TestRedisByURL(t *testing.T) {
	r, _ := startRedis(t, local.RedisConfig{URL: "redis://:hunter2@nowhere.invalid:1/3"})
	require.Equal(t, local.KindURL, r.Kind())
	_, err := local.StartRedis(t.Context(), local.RedisConfig{URL: "redis://:hunter2@bad host:port"})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "hunter2")
}

func TestNoRedis(t *testing.T) {
	for name, cfg := range map[string]local.RedisConfig{"none on the PATH": {LookPath: none}, "off": {Off: true, URL: "redis://localhost:1/0"}} {
		r, err := local.StartRedis(t.Context(), cfg)
		require.NoError(t, err, name)
		require.Equal(t, local.KindNone, r.Kind(), name)
		require.Empty(t, r.URL(), name)
		require.NoError(t, r.Close(), name)
	}
}

func TestRedisChildKeepsItsDataInAnyFolder(t *testing.T) {
	needRedis(t)
	for name, dir := range map[string]string{
		"space": filepath.Join(t.TempDir(), `with "a" space`),
		"long":  filepath.Join(t.TempDir(), strings.Repeat("l", 120)),
	} {
		t.Run(name, func(t *testing.T) {
			r, c := startRedis(t, local.RedisConfig{Dir: dir})
			require.Equal(t, local.KindChild, r.Kind())
			require.NoError(t, c.Set(t.Context(), "k", "v", 0).Err())
			require.NoError(t, r.Close())
			_, c = startRedis(t, local.RedisConfig{Dir: dir})
			require.Equal(t, "v", c.Get(t.Context(), "k").Val())
		})
	}
}

func TestRedisChildComesBackAfterAKill(t *testing.T) {
	h := localtest.RedisServer(t)
	c := h.Client()
	require.NoError(t, c.Set(t.Context(), "k", "v", 0).Err())
	before := serverPID(t, c)
	h.Kill()
	localtest.Eventually(t, patience, func() error {
		got, err := c.Get(t.Context(), "k").Result()
		if err != nil || got != "v" {
			return errors.Join(err, errors.New("k is "+got))
		}
		return nil
	})
	require.NotEqual(t, before, serverPID(t, c))
}

func serverPID(t *testing.T, c *redis.Client) string {
	t.Helper()
	info, err := c.InfoMap(t.Context(), "server").Result()
	require.NoError(t, err)
	return info["Server"]["process_id"]
}

func TestRedisRefusesAStolenFolder(t *testing.T) {
	needRedis(t)
	cfg := local.RedisConfig{Dir: t.TempDir()}
	startRedis(t, cfg)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err := local.StartRedis(ctx, cfg)
	require.ErrorIs(t, err, local.ErrInUse)
}

func TestRedisChildThatCannotStartSaysWhy(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("skipped: needs a shell")
	}
	script := filepath.Join(t.TempDir(), "redis-server")
	require.NoError(t, os.WriteFile(script, []byte("#!"+sh+"\necho the disk is on fire >&2\nexit 3\n"), 0o700))
	_, err = local.StartRedis(t.Context(), local.RedisConfig{
		Dir: t.TempDir(), LookPath: func(string) (string, error) { return script, nil },
	})
	require.ErrorContains(t, err, "the disk is on fire")
	require.ErrorContains(t, err, "exit status 3")
}

// The helper process is this test binary again, see TestMain.
func TestRedisChildEndsWithItsParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: only Linux ends a child with its parent")
	}
	needRedis(t)
	dir := t.TempDir()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), helperEnv+"="+dir)
	out, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	ready := make([]byte, 1)
	_, err = out.Read(ready)
	require.NoError(t, err)
	require.NoError(t, parent.Process.Signal(syscall.SIGKILL))
	require.Error(t, parent.Wait())

	_, c := startRedis(t, local.RedisConfig{Dir: dir})
	require.Equal(t, "from the helper", c.Get(t.Context(), "k").Val())
}
