package bus

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnOutageIsToldOnceInAWhile(t *testing.T) {
	t.Parallel()
	var (
		told  teller
		count atomic.Int64
		wg    sync.WaitGroup
	)
	began := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for range 8 {
		wg.Go(func() {
			for i := range 1000 {
				if told.due(began.Add(time.Duration(i)*time.Millisecond), tellEvery) {
					count.Add(1)
				}
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, count.Load())
	require.False(t, told.due(began.Add(9*time.Second), tellEvery))
	require.True(t, told.due(began.Add(12*time.Second), tellEvery))
}
