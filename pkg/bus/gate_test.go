package bus

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Many wait for what does not serve: they probe one at a time, and all go on once one
// was served.
func TestAGateLetsOneProbeThroughAtATime(t *testing.T) {
	t.Parallel()
	gates := gates{random: func() float64 { return 0 }}
	g := gates.of("NEWS")
	require.Same(t, g, gates.of("NEWS"))
	require.NotSame(t, g, gates.of("HELD"))
	var tries atomic.Int64
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			for {
				if g.wait(t.Context()) != nil {
					return
				}
				if tries.Add(1) >= 4 {
					g.serves()
					return
				}
			}
		})
	}
	all.Wait()
	require.Less(t, tries.Load(), int64(210), "three probes fail, the fourth opens it for all")
	require.False(t, g.closed())
}

func TestWhoeverWaitsLongestProbesFirst(t *testing.T) {
	t.Parallel()
	g := (&gates{random: func() float64 { return 0 }}).of("x")
	order := make(chan int, 3)
	for i := range 3 {
		before := g.waiting.Load()
		go func() {
			if g.wait(t.Context()) == nil {
				order <- i
			}
		}()
		require.Eventually(t, func() bool { return g.waiting.Load() > before || len(order) > i }, time.Second, time.Millisecond)
	}
	for i := range 3 {
		require.Equal(t, i, <-order)
	}
}

// Whoever wants a resource that does not serve waits, however many there are.
func TestAGateHoldsBackWhoeverComes(t *testing.T) {
	t.Parallel()
	g := (&gates{random: func() float64 { return 1 }}).of("x")
	require.False(t, g.closed())
	const n = 100
	var through atomic.Int64
	for range n {
		go func() {
			_ = g.wait(t.Context())
			through.Add(1)
		}()
	}
	require.Eventually(t, func() bool { return g.waiting.Load() >= n/2 }, 10*time.Second, time.Millisecond)
	require.True(t, g.closed())
	require.Eventually(t, func() bool { g.serves(); return through.Load() == n }, 60*time.Second, time.Millisecond)
}

func TestAGateForgetsWhoHasLeft(t *testing.T) {
	t.Parallel()
	g := (&gates{random: func() float64 { return 1 }}).of("x")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		require.ErrorIs(t, g.wait(ctx), context.Canceled)
	}
	require.False(t, g.closed())
	require.NoError(t, g.wait(t.Context()), "and lets the next one through")
}

func TestAResourceThatServesOthersIsNotToBlame(t *testing.T) {
	t.Parallel()
	g := (&gates{random: func() float64 { return 1 }}).of("x")
	mark := g.mark()
	require.False(t, g.contradicted(mark))
	g.serves()
	require.True(t, g.contradicted(mark))
	require.False(t, g.contradicted(g.mark()))
}

func TestPausesGrowToTwoSeconds(t *testing.T) {
	t.Parallel()
	for n, whole := range map[int]time.Duration{1: 50 * time.Millisecond, 2: 100 * time.Millisecond, 3: 200 * time.Millisecond, 6: 1600 * time.Millisecond, 7: 2 * time.Second, 1000: 2 * time.Second} {
		require.Equal(t, whole/2, backoff(n, 0), n)
		require.Equal(t, whole*3/4, backoff(n, 0.5), n)
	}
}
