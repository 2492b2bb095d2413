package limit_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
)

// slow is so slow that nothing comes back during a test: one in 1,000 s.
func slow(key string, burst int) limit.Rule { return limit.Rule{Key: key, Rate: 0.001, Burst: burst} }

func TestLimiterCountsEachAndAllOrNone(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*limit.Limiter{
		"in memory": limit.New(nil, time.Now),
		"in Redis":  limit.New(localtest.Redis(t), time.Now),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			for left := 2; left >= 0; left-- {
				states, ok := l.Take(ctx, slow("a", 3))
				require.True(t, ok)
				require.Equal(t, left, states[0].Left())
			}
			states, ok := l.Take(ctx, slow("a", 3))
			require.False(t, ok)
			require.Zero(t, states[0].Left())
			require.InDelta(t, 1000, states[0].Wait().Seconds(), 60)
			_, ok = l.Take(ctx, slow("b", 3), slow("a", 3))
			require.False(t, ok, "one of two has none")
			states, ok = l.Look(ctx, slow("b", 3))
			require.True(t, ok)
			require.Equal(t, 3, states[0].Left(), "so neither was taken from")

			l.Charge(ctx, 100, slow("c", 3)) // of its burst at most
			states, ok = l.Look(ctx, slow("c", 3))
			require.False(t, ok)
			require.InDelta(t, 1000, states[0].Wait().Seconds(), 60)
			l.Charge(ctx, 2, slow("c", 3))
			states, _ = l.Look(ctx, slow("c", 3))
			require.InDelta(t, 3000, states[0].Wait().Seconds(), 60, "a debt")
		})
	}
}

func TestWhatWasTakenComesBack(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	own := limit.New(nil, func() time.Time { return now })
	rule := limit.Rule{Key: "a", Rate: 2, Burst: 2}
	own.Take(t.Context(), rule)
	own.Take(t.Context(), rule)
	_, ok := own.Take(t.Context(), rule)
	require.False(t, ok)
	now = now.Add(500 * time.Millisecond)
	_, ok = own.Take(t.Context(), rule)
	require.True(t, ok)
	_, ok = own.Take(t.Context(), rule)
	require.False(t, ok)

	shared := limit.New(localtest.Redis(t), time.Now)
	for range 2 {
		shared.Take(t.Context(), rule)
	}
	require.Eventually(t, func() bool { _, ok := shared.Take(t.Context(), rule); return ok }, 30*time.Second, 10*time.Millisecond)
}

func TestReplicasCountTogetherAndAloneWhileRedisIsAway(t *testing.T) {
	t.Parallel()
	server := localtest.RedisServer(t)
	one, other := limit.New(server.Client(), time.Now), limit.New(server.Client(), time.Now)
	_, ok := one.Take(t.Context(), slow("a", 2))
	require.True(t, ok)
	_, ok = other.Take(t.Context(), slow("a", 2))
	require.True(t, ok)
	_, ok = one.Take(t.Context(), slow("a", 2))
	require.False(t, ok)
	server.Stop()
	for range 2 {
		_, ok = one.Take(t.Context(), slow("a", 2))
		require.True(t, ok, "a limit that can't be counted together is no reason to refuse")
	}
	_, ok = one.Take(t.Context(), slow("a", 2))
	require.False(t, ok, "and it holds in each process")
}

func TestRequestsAreLimitedByConsumerAndByAddress(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	metrics, err := limit.NewMetrics(registry)
	require.NoError(t, err)
	now := time.Unix(0, 0)
	q := &limit.Requests{Config: limit.Config{ConsumerRate: 10, ConsumerBurst: 2, AnonymousRate: 0.1, AnonymousBurst: 1}, Metrics: metrics,
		Limiter:  limit.New(nil, func() time.Time { return now }),
		Consumer: func(r *http.Request) (string, bool) { id := r.Header.Get("Authorization"); return id, id != "" },
		Address:  func(r *http.Request) string { return r.RemoteAddr }}
	h := q.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	ask := func(method, path, key, from string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest(method, path, nil), httptest.NewRecorder()
		r.RemoteAddr = from
		if key != "" {
			r.Header.Set("Authorization", key)
		}
		h.ServeHTTP(w, r)
		return w
	}
	first := ask("GET", "/v1/articles", "desk", "a")
	require.Equal(t, 204, first.Code)
	require.Equal(t, `"consumer";q=2;w=1`, first.Header().Get("RateLimit-Policy"))
	require.Equal(t, `"consumer";r=1;t=1`, first.Header().Get("RateLimit"))
	require.Equal(t, 204, ask("HEAD", "/v1/articles", "desk", "b").Code)
	refused := ask("GET", "/v1/stories", "desk", "c")
	require.Equal(t, 429, refused.Code)
	require.Equal(t, "1", refused.Header().Get("Retry-After"))
	require.Contains(t, refused.Body.String(), "urn:wireroom:problem:rate-limited")
	require.Equal(t, 204, ask("GET", "/v1/articles", "other", "a").Code, "another consumer is not held up")

	require.Equal(t, 204, ask("GET", "/v1/articles", "", "a").Code)
	refused = ask("GET", "/v1/articles", "", "a")
	require.Equal(t, 429, refused.Code)
	require.Equal(t, "10", refused.Header().Get("Retry-After"))
	require.Equal(t, `"address";r=0;t=10`, refused.Header().Get("RateLimit"))
	for _, free := range [][2]string{{"POST", "/v1/views"}, {"OPTIONS", "/v1/articles"}, {"GET", "/docs"}} {
		require.Equal(t, 204, ask(free[0], free[1], "", "a").Code, free)
	}
	now = now.Add(10 * time.Second)
	require.Equal(t, 204, ask("GET", "/v1/articles", "", "a").Code)
	n, err := testutil.GatherAndCount(registry, "wireroom_rate_limited_total")
	require.NoError(t, err)
	require.Equal(t, 2, n, "of a consumer and of an address")

	q.Config = limit.Config{}
	for range 10 {
		require.Equal(t, 204, ask("GET", "/v1/articles", "", "a").Code)
	}
}

func TestConfigOfLimits(t *testing.T) {
	t.Parallel()
	require.NoError(t, limit.Config{}.Validate())
	require.NoError(t, limit.Config{ConsumerRate: 1, ConsumerBurst: 1, AnonymousRate: 0.5, AnonymousBurst: 1}.Validate())
	for _, bad := range []limit.Config{{ConsumerRate: 1}, {AnonymousRate: -1}, {AnonymousRate: 1, AnonymousBurst: 2e6}, {ConsumerRate: 1e7, ConsumerBurst: 1}, {ConsumerRate: 1e-9, ConsumerBurst: 1}} {
		require.ErrorContains(t, bad.Validate(), "WIREROOM_LIMIT_")
	}
}
