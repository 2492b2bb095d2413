package service_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

func TestRatesOfEachAndOfAll(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	r := service.NewRates(service.RateLimit{Rate: 1, Burst: 10}, service.RateLimit{Rate: 10, Burst: 25})
	require.Zero(t, r.Wait("a", now))
	r.Charge("a", 10, now)
	require.Equal(t, time.Second, r.Wait("a", now))
	require.Zero(t, r.Wait("b", now), "another caller is not held up")
	r.Charge("b", 10, now)
	r.Charge("c", 10, now) // more than all have left: a debt
	require.InDelta(t, 600*time.Millisecond, r.Wait("d", now), float64(time.Millisecond))
	require.Zero(t, r.Wait("d", now.Add(time.Second)))
	free := service.NewRates(service.RateLimit{}, service.RateLimit{})
	free.Charge("a", 1_000_000, now)
	require.Zero(t, free.Wait("a", now))
}

func TestRatesForgetsCallersOnlyBeyondItsBound(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	r := service.NewRates(service.RateLimit{Rate: 1, Burst: 1}, service.RateLimit{})
	r.Charge("a", 1, now)
	for i := range 9_000 {
		r.Charge(strconv.Itoa(i), 1, now)
	}
	require.NotZero(t, r.Wait("a", now))
	for i := range 50_000 {
		r.Charge(strconv.Itoa(i), 1, now)
	}
	require.Zero(t, r.Wait("a", now))
}
