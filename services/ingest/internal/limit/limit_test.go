package limit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/limit"
)

func TestRates(t *testing.T) {
	t.Parallel()
	rates, now := limit.NewRates(), time.Unix(1700000000, 0)
	a := provider.Provider{ID: "a", Limits: provider.Limits{Rate: 2, Burst: 3}}
	b := provider.Provider{ID: "b", Limits: provider.Limits{Rate: 2, Burst: 3}}
	for range 3 {
		require.Zero(t, rates.Take(a, now))
	}
	require.Equal(t, 500*time.Millisecond, rates.Take(a, now))
	require.Equal(t, 500*time.Millisecond, rates.Take(a, now), "what was refused took nothing")
	require.Zero(t, rates.Take(b, now), "providers don't share")
	require.Zero(t, rates.Take(a, now.Add(500*time.Millisecond)))
	require.NotZero(t, rates.Take(a, now.Add(500*time.Millisecond)))
	a.Limits.Rate = 100
	require.Zero(t, rates.Take(a, now.Add(500*time.Millisecond)), "a changed limit counts at once")
	free := provider.Provider{ID: "free"}
	for range 1000 {
		require.Zero(t, rates.Take(free, now))
	}
}
