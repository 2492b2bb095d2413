package local

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"

	"github.com/redis/go-redis/v9"
	"go.uber.org/zap"
)

// The kinds of Redis that StartRedis chooses from, best first.
const (
	// KindURL is a server that runs elsewhere.
	KindURL = "url"
	// KindChild is a server process that this one has started.
	KindChild = "child"
	// KindNone is no Redis: there is none on the PATH, or none is wanted.
	KindNone = "none"
)

// RedisConfig says which Redis to use.
type RedisConfig struct {
	// URL names a server that runs elsewhere (redis://, rediss:// or unix://),
	// and then nothing is started.
	URL string
	// Dir is the folder of a child's files, made if missing.
	Dir string
	// Off says that none is wanted, whatever is there.
	Off bool
	// Log takes what a child prints; nil is silence.
	Log *zap.Logger
	// LookPath finds a program; exec.LookPath if nil.
	LookPath func(name string) (string, error)
}

// Redis is the one that was chosen. Close must be called.
type Redis struct {
	kind, url string
	child     *child
	once      sync.Once
	closer    func() error
}

// StartRedis chooses by URL, else starts a redis-server or valkey-server of the
// PATH with an append-only file in Dir, else none: Kind is KindNone then. A child
// answers when StartRedis returns; a server behind a URL need not. ctx bounds the
// start alone. A folder in which another server works gives an error that wraps
// ErrInUse. No error tells the URL, which may hold a password.
func StartRedis(ctx context.Context, cfg RedisConfig) (*Redis, error) {
	if cfg.Log == nil {
		cfg.Log = zap.NewNop()
	}
	none := &Redis{kind: KindNone, closer: func() error { return nil }}
	if cfg.Off {
		return none, nil
	}
	if cfg.URL != "" {
		return redisByURL(cfg.URL)
	}
	if path := findRedis(cfg.LookPath); path != "" {
		return redisChild(ctx, path, cfg)
	}
	return none, nil
}

func redisByURL(url string) (*Redis, error) {
	if _, err := redis.ParseURL(url); err != nil {
		return nil, errors.New("the Redis URL can't be read: " +
			"it should be redis://[user:password@]host:port/db, rediss://… or unix:///path")
	}
	return &Redis{kind: KindURL, url: url, closer: func() error { return nil }}, nil
}

func findRedis(look func(string) (string, error)) string {
	if look == nil {
		look = exec.LookPath
	}
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := look(name); err == nil {
			return path
		}
	}
	return ""
}

// Kind is KindURL, KindChild or KindNone.
func (r *Redis) Kind() string { return r.kind }

// URL is where clients connect, empty where there is no Redis. It may hold a password: it isn't for logs.
func (r *Redis) URL() string { return r.url }

// Options are for a client of this Redis; each call returns new ones.
func (r *Redis) Options() (*redis.Options, error) {
	opt, err := redis.ParseURL(r.url)
	if err != nil {
		return nil, fmt.Errorf("read the address of the Redis of kind %s", r.kind)
	}
	return opt, nil
}

// PID is the child's process id; 0 if there is none at this moment.
func (r *Redis) PID() int {
	if r.child == nil {
		return 0
	}
	return int(r.child.pid.Load())
}

// Close stops what StartRedis started and waits for its end; a child has then
// written everything to its folder. It may be called more than once.
func (r *Redis) Close() error {
	var err error
	r.once.Do(func() { err = r.closer() })
	return err
}
