package service

import (
	"context"
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
)

func TestTheDefaultLimitLeavesRoomForGarbage(t *testing.T) {
	t.Parallel()
	require.EqualValues(t, 400, neededLimit(400, memoryInUse{live: 200, rest: 20}))
	require.EqualValues(t, 470, neededLimit(400, memoryInUse{live: 300, rest: 20}))
}

func TestTheDefaultLimitFollowsWhatLives(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(32 << 20))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); followNeed(ctx, 32<<20) }()
	defer func() { stop(); <-done }()
	held := make([]byte, 100<<20)
	runtime.GC()
	require.Eventually(t, func() bool { l := debug.SetMemoryLimit(-1); return l >= 150<<20 && l < math.MaxInt64 }, 30*time.Second, 10*time.Millisecond)
	runtime.KeepAlive(held)
	runtime.GC()
	require.Eventually(t, func() bool { return debug.SetMemoryLimit(-1) < 150<<20 }, 30*time.Second, 10*time.Millisecond, "and down again")
}

func TestAnExplicitLimitStays(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "")
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	LimitMemory(t.Context(), 40<<20, zap.NewNop())
	require.EqualValues(t, 36<<20, debug.SetMemoryLimit(-1))
}
