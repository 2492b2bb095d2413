package service_test

import (
	"context"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/service"
)

// A Redis that takes no writes answers PING: who writes has to know it, who only reads
// has nothing to complain of.
func TestARedisThatTakesNoWritesIsSeen(t *testing.T) {
	for name, state := range map[string]struct {
		spoil, mend func(context.Context, *redis.Client) error
		says        string
	}{
		"at its maxmemory": {
			func(ctx context.Context, c *redis.Client) error { return c.ConfigSet(ctx, "maxmemory", "1").Err() },
			func(ctx context.Context, c *redis.Client) error { return c.ConfigSet(ctx, "maxmemory", "0").Err() },
			"redis-unavailable (full): OOM "},
		"a read-only replica": {
			func(ctx context.Context, c *redis.Client) error { return c.ReplicaOf(ctx, "127.0.0.1", "1").Err() },
			func(ctx context.Context, c *redis.Client) error { return c.ReplicaOf(ctx, "NO", "ONE").Err() },
			"redis-unavailable (full): READONLY "},
		"too few replicas": {
			func(ctx context.Context, c *redis.Client) error {
				return c.ConfigSet(ctx, "min-replicas-to-write", "1").Err()
			},
			func(ctx context.Context, c *redis.Client) error {
				return c.ConfigSet(ctx, "min-replicas-to-write", "0").Err()
			},
			"redis-unavailable (full): NOREPLICAS "},
	} {
		t.Run(name, func(t *testing.T) {
			srv := localtest.RedisServer(t)
			metrics := prometheus.NewRegistry()
			core, lines := observer.New(zap.InfoLevel)
			rt := service.New("publish", service.Options{Metrics: metrics, Log: zap.New(core)})
			reader := rt.As("normalize")
			_, err := rt.ConnectRedis(redisConfig(srv.URL()), service.RedisWrites)
			require.NoError(t, err)
			_, err = reader.ConnectRedis(redisConfig(srv.URL()), service.RedisReads)
			require.NoError(t, err)
			rt.Ready()
			reader.Ready()
			health, ready := rt.Admin.Health(t.Context())
			require.True(t, ready)
			require.Empty(t, health.Degraded)

			require.NoError(t, state.spoil(t.Context(), srv.Client()))
			health, ready = rt.Admin.Health(t.Context())
			require.True(t, ready, "the wire goes on without Redis")
			require.Equal(t, []string{"publish redis"}, health.Degraded)
			require.Contains(t, health.Checks["publish redis"], state.says)
			require.Equal(t, "ok", health.Checks["normalize redis"], "it only reads")
			require.InDelta(t, 0, redisOK(t, metrics, "publish"), 0)
			require.InDelta(t, 1, redisOK(t, metrics, "normalize"), 0)
			require.Equal(t, 1, lines.FilterField(zap.String("kind", "full")).Len())

			require.NoError(t, state.mend(t.Context(), srv.Client()))
			localtest.Eventually(t, patience, func() error { // a replica that is promoted takes a moment
				return srv.Client().Set(t.Context(), "x", 1, 0).Err()
			})
			health, _ = rt.Admin.Health(t.Context())
			require.Empty(t, health.Degraded)
			require.InDelta(t, 1, redisOK(t, metrics, "publish"), 0)
			require.Equal(t, 1, lines.FilterMessage("Redis serves again").Len())
			require.NoError(t, rt.Close())
		})
	}
}

func redisOK(t *testing.T, metrics *prometheus.Registry, of string) float64 {
	t.Helper()
	families, err := metrics.Gather()
	require.NoError(t, err)
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == "wireroom_redis_ok" && m.GetLabel()[0].GetValue() == of {
				return m.GetGauge().GetValue()
			}
		}
	}
	require.Fail(t, "no wireroom_redis_ok of "+of)
	return 0
}
