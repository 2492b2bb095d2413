package service

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a load has left is given back once there is little to do, long before the runtime
// itself would collect.
func TestGarbageIsCollectedOnceThereIsLittleToDo(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // else the test's own garbage has it collect
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	collected := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumForcedGC
	}
	garbage := make([]byte, 2*idleGarbage)
	runtime.KeepAlive(garbage)
	before := collected()
	go func() { defer close(done); collectIdle(ctx, 10*time.Millisecond) }()
	defer func() { stop(); <-done }()
	require.Eventually(t, func() bool { return collected() > before }, 30*time.Second, 10*time.Millisecond)
	require.Eventually(t, func() bool { h := readHeap(); return h.objects-h.live < idleGarbage }, 30*time.Second, 10*time.Millisecond)
}
