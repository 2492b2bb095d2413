package status

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRatesAreOfTheTimeBetween(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	before := &Status{At: at, Streams: []Stream{{last: 100}, {last: 50}}, Stages: []Stage{{acked: 10}}}
	after := &Status{At: at.Add(2 * time.Second), Streams: []Stream{{last: 300}, {last: 1}}, Stages: []Stage{{acked: 13}}}
	after.Rates(before)
	require.InDelta(t, 100, after.Streams[0].PerSecond, 1e-9)
	require.Zero(t, after.Streams[1].PerSecond, "made anew in between")
	require.InDelta(t, 1.5, after.Stages[0].PerSecond, 1e-9)
}
