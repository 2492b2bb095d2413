package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const redisTimeout = 500 * time.Millisecond

// RedisConfig is how a service reaches Redis. The times are short: the wire goes
// on without Redis and must not wait for it; zero is 500 ms.
type RedisConfig struct {
	URL          Secret        `desc:"Address of Redis: redis://[user:password@]host:port/db, rediss://… or unix:///path."`
	DialTimeout  time.Duration `split_words:"true" default:"500ms" desc:"How long a connection to Redis may take."`
	ReadTimeout  time.Duration `split_words:"true" default:"500ms" desc:"How long Redis may take to answer."`
	WriteTimeout time.Duration `split_words:"true" default:"500ms" desc:"How long a command may take to be sent."`
	PoolSize     int           `split_words:"true" default:"0" desc:"Most connections to Redis; 0 is ten for each core."`
}

// Client makes a client; it doesn't connect, and Redis may be away. No error
// shows the URL.
func (c RedisConfig) Client() (*redis.Client, error) {
	if !c.URL.IsSet() {
		return nil, errors.New("redis: no URL given: set WIREROOM_REDIS_URL")
	}
	opt, err := redis.ParseURL(c.URL.Value())
	if err != nil {
		// The cause would show what may hold a password.
		return nil, errors.New("redis: the URL can't be read: " +
			"it should be redis://[user:password@]host:port/db, rediss://… or unix:///path")
	}
	c.apply(opt)
	return redis.NewClient(opt), nil
}

func (c RedisConfig) apply(opt *redis.Options) {
	opt.DialTimeout = cmp.Or(c.DialTimeout, redisTimeout)
	opt.ReadTimeout = cmp.Or(c.ReadTimeout, redisTimeout)
	opt.WriteTimeout = cmp.Or(c.WriteTimeout, redisTimeout)
	opt.PoolSize = c.PoolSize
	opt.ContextTimeoutEnabled = true
	// One retry finds out that a pooled connection has died with its server;
	// more would only multiply the wait for one that is away.
	opt.MaxRetries, opt.DialerRetries = 1, 1
	opt.DisableIdentity = true
	opt.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
}

// ConnectRedis is cfg.Client with a probe of what use needs beside readiness, which
// doesn't depend on it, and a teardown that closes the client.
func (rt *Runtime) ConnectRedis(cfg RedisConfig, use RedisUse) (*redis.Client, error) {
	client, err := cfg.Client()
	if err != nil {
		return nil, err
	}
	metrics, err := NewRedisMetrics(rt.Registry, rt.Tracer.Tracer("wireroom/redis"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("register metrics of Redis: %w", err), client.Close())
	}
	client.AddHook(metrics)
	probe := &redisProbe{use: use, client: client, key: probePrefix + rt.Name, log: rt.Log, ok: metrics.ok}
	rt.Admin.Inform(rt.Name+" redis", probe.check)
	ctx, stop := context.WithCancel(context.Background())
	go probe.watch(ctx)
	rt.OnStop("redis", 0, func(context.Context) error {
		stop()
		return client.Close()
	})
	return client, nil
}
