package bus

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestAPoolRunsAllAndEnds(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var c workerPool
	var ran atomic.Int64
	var all sync.WaitGroup
	for range 1000 {
		all.Add(1)
		c.run(func() { ran.Add(1); all.Done() })
	}
	all.Wait()
	require.EqualValues(t, 1000, ran.Load())
	c.end()
	all.Add(1)
	c.run(func() { all.Done() }) // what comes late is still done
	all.Wait()
}
