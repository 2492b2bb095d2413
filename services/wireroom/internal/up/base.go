package up

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
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
	Operators             string // file; empty: operators.yaml in Data, made if missing
	Consumers             string // file, which may come later; empty: consumers.yaml in Data
	// Anonymous says whether NATS lets who shows no name read NEWS: yes, no, or auto, which
	// is yes on loopback as long as there is no consumers file. Empty is auto.
	Anonymous string
	Demo      bool
	SyncEvery time.Duration // 0: the broker syncs every write
	RedisURL  string        // empty: a child process, else none
	NoRedis   bool          // none, whatever is there
}

// base is what the stages run on.
type base struct {
	nats  *local.NATS
	users *users
	redis *local.Redis
	files *seen.File // records, where there is no Redis; else nil
}

// records gives the store of records; rdb is the client of the Redis, if there is one.
func (b *base) records(rdb redis.UniversalClient, ttl time.Duration) seen.Store {
	if b.files != nil {
		return b.files
	}
	return seen.NewRedis(rdb, ttl)
}

// openFiles opens what takes the place of a Redis. It ends after the stages.
func (b *base) openFiles(rt *service.Runtime, o Options) (err error) {
	var cfg struct{ Streams contract.StreamOptions }
	if err := service.Load(service.Prefix, &cfg); err != nil {
		return err
	}
	b.files, err = seen.OpenFile(filepath.Join(o.Data, "records.db"), cfg.Streams.WithDefaults().NewsAge, rt.Clock, rt.Log.Named("records"))
	if err != nil {
		return err
	}
	rt.OnStop("records", 10*time.Second, func(context.Context) error { return b.files.Close() })
	return nil
}

// startBase starts NATS and Redis. They end after everything that is registered
// with rt later.
func startBase(ctx context.Context, rt *service.Runtime, o Options) (*base, error) {
	host, port, err := natsAddr(ctx, o.NATS)
	if err != nil {
		return nil, err
	}
	b := &base{}
	if b.users, err = newUsers(ctx, rt, o, host); err != nil {
		return nil, err
	}
	text := b.users.text()
	b.nats, err = local.StartNATS(ctx, local.NATSConfig{
		Dir: filepath.Join(o.Data, "nats"), Host: host, Port: port, SyncInterval: o.SyncEvery, MaxConnections: service.Connections(service.OpenFiles(), service.ShareNATS), Log: rt.Log.Named("nats"),
		Users: text, Account: contract.AccountWire,
	})
	if err != nil {
		return nil, fmt.Errorf("--nats: %w", err)
	}
	rt.OnStop("embedded nats", 10*time.Second, func(context.Context) error { return b.nats.Close() })
	if err := local.NATSMetrics(rt.Registry, b.nats); err != nil {
		return nil, fmt.Errorf("register metrics of the embedded NATS: %w", err)
	}
	rt.Admin.Require("embedded nats stores", func(context.Context) error { return b.nats.Stores() })
	go b.nats.Heal(ctx)
	go b.users.follow(ctx, b.nats, text)
	if err := b.guard(ctx, rt, o.Data); err != nil {
		return nil, err
	}
	b.redis, err = local.StartRedis(ctx, local.RedisConfig{URL: o.RedisURL, Off: o.NoRedis, Dir: filepath.Join(o.Data, "redis"), Log: rt.Log.Named("redis")})
	if err != nil {
		return nil, err
	}
	rt.OnStop("redis", 10*time.Second, func(context.Context) error { return b.redis.Close() })
	if b.redis.Kind() == local.KindNone {
		return b, b.openFiles(rt, o)
	}
	return b, nil
}
