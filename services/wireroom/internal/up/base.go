package up

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/service"
)

// Options are what the command line says.
type Options struct {
	Data      string // folder of everything that must stay
	NATS      string // host:port of the embedded NATS
	Ingest    string // host:port of ingest's API
	Publish   string // host:port of publish's API
	Providers string // file; empty: providers.yaml in Data, made if missing
	Demo      bool
	SyncEvery time.Duration // 0: the broker syncs every write
	RedisURL  string        // empty: a child process, else memory
}

// base is what the stages run on.
type base struct {
	nats  *local.NATS
	redis *local.Redis
}

// startBase starts NATS and Redis. They end after everything that is registered
// with rt later.
func startBase(ctx context.Context, rt *service.Runtime, o Options) (*base, error) {
	addr, _, err := freeAddr(ctx, o.NATS)
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address of NATS: %w", err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("port of NATS: %w", err)
	}
	b := &base{}
	b.nats, err = local.StartNATS(ctx, local.NATSConfig{
		Dir: filepath.Join(o.Data, "nats"), Host: host, Port: number, SyncInterval: o.SyncEvery, Log: rt.Log.Named("nats"),
	})
	if err != nil {
		return nil, err
	}
	rt.OnStop("embedded nats", 10*time.Second, func(context.Context) error { return b.nats.Close() })
	b.redis, err = local.StartRedis(ctx, local.RedisConfig{URL: o.RedisURL, Dir: filepath.Join(o.Data, "redis"), Log: rt.Log.Named("redis")})
	if err != nil {
		return nil, err
	}
	rt.OnStop("redis", 10*time.Second, func(context.Context) error { return b.redis.Close() })
	return b, nil
}
