package up

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/service"
)

// Options are what the command line says.
type Options struct {
	Data string // folder of everything that must stay
	// NATS, Ingest and Publish are host:port of the embedded NATS and of the two
	// APIs. What is given has to be free; empty is the usual port, or another one
	// if that is taken.
	NATS, Ingest, Publish string
	Providers             string // file; empty: providers.yaml in Data, made if missing
	Demo                  bool
	SyncEvery             time.Duration // 0: the broker syncs every write
	RedisURL              string        // empty: a child process, else memory
}

// base is what the stages run on.
type base struct {
	nats  *local.NATS
	redis *local.Redis
}

// startBase starts NATS and Redis. They end after everything that is registered
// with rt later.
func startBase(ctx context.Context, rt *service.Runtime, o Options) (*base, error) {
	host, port, err := natsAddr(ctx, o.NATS)
	if err != nil {
		return nil, err
	}
	b := &base{}
	b.nats, err = local.StartNATS(ctx, local.NATSConfig{
		Dir: filepath.Join(o.Data, "nats"), Host: host, Port: port, SyncInterval: o.SyncEvery, MaxConnections: service.Connections(service.OpenFiles(), service.ShareNATS), Log: rt.Log.Named("nats"),
	})
	if err != nil {
		return nil, fmt.Errorf("--nats: %w", err)
	}
	rt.OnStop("embedded nats", 10*time.Second, func(context.Context) error { return b.nats.Close() })
	b.redis, err = local.StartRedis(ctx, local.RedisConfig{URL: o.RedisURL, Dir: filepath.Join(o.Data, "redis"), Log: rt.Log.Named("redis")})
	if err != nil {
		return nil, err
	}
	rt.OnStop("redis", 10*time.Second, func(context.Context) error { return b.redis.Close() })
	return b, nil
}
