package bus

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnOutageIsLoggedOnceInAWhile(t *testing.T) {
	t.Parallel()
	var (
		lines logThrottle
		count atomic.Int64
		wg    sync.WaitGroup
	)
	began := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for range 8 {
		wg.Go(func() {
			for i := range 1000 {
				if lines.due(began.Add(time.Duration(i)*time.Millisecond), logEvery) {
					count.Add(1)
				}
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, count.Load())
	require.False(t, lines.due(began.Add(9*time.Second), logEvery))
	require.True(t, lines.due(began.Add(12*time.Second), logEvery))
}
