package service

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/rediserr"
)

// RedisUse is what a service does with Redis, and so what has to work for it.
type RedisUse bool

// The uses. A replica that is read-only, or a Redis at its maxmemory, serves RedisReads.
const (
	RedisReads  RedisUse = false
	RedisWrites RedisUse = true
)

const (
	probeEvery  = 15 * time.Second
	probeLimit  = time.Second
	probeTTL    = time.Minute
	probePrefix = "wireroom:probe:"
)

// redisProbe asks Redis for what the service does with it: PING answers also from a
// Redis that takes no writes.
type redisProbe struct {
	use    RedisUse
	client *redis.Client
	key    string
	log    *zap.Logger
	ok     prometheus.Gauge

	mu   sync.Mutex
	last rediserr.Kind // None: the last probe was served
}

// watch probes every 15 seconds until ctx ends, so that log and metric know without
// anybody asking for readiness.
func (p *redisProbe) watch(ctx context.Context) {
	for {
		limited, cancel := context.WithTimeout(ctx, probeLimit)
		_ = p.check(limited) // logged and counted
		cancel()
		if Pause(ctx, probeEvery) != nil {
			return
		}
	}
}

// check probes once. Its error begins with the reason that stages wait with, and the
// kind of the failure.
func (p *redisProbe) check(ctx context.Context) error {
	err := p.ask(ctx)
	kind := rediserr.Classify(err)
	if err != nil && kind == rediserr.None {
		return err // the caller has left
	}
	p.note(kind, err)
	if err != nil {
		return fmt.Errorf("%s (%s): %w", contract.ReasonRedis, kind, err)
	}
	return nil
}

func (p *redisProbe) ask(ctx context.Context) error {
	if p.use == RedisWrites {
		return p.client.Set(ctx, p.key, 1, probeTTL).Err()
	}
	return p.client.Ping(ctx).Err()
}

// note sets the metric, and logs what has changed.
func (p *redisProbe) note(kind rediserr.Kind, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if kind == rediserr.None {
		p.ok.Set(1)
	} else {
		p.ok.Set(0)
	}
	switch kind {
	case p.last:
	case rediserr.None:
		p.log.Info("Redis serves again")
	default:
		p.log.Warn("Redis does not serve what this service needs; the service goes on without it",
			zap.String("reason", string(contract.ReasonRedis)), zap.String("kind", string(kind)), zap.Bool("writes", bool(p.use)), zap.Error(err))
	}
	p.last = kind
}
