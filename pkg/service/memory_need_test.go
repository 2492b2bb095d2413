package service

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
)

func TestTheLimitWhereNothingSaysSo(t *testing.T) {
	t.Parallel()
	broken := errors.New("no permission")
	for _, c := range []struct {
		set    Memory
		all    uint64
		err    error
		limit  int64
		source string
	}{
		{0, 1000 << 20, nil, 900 << 20, "cgroup"},
		{0, 0, memlimit.ErrNoLimit, softLimit(usualMemory), sourceDefault},
		{0, 0, fmt.Errorf("read: %w", memlimit.ErrNoCgroup), softLimit(usualMemory), sourceDefault},
		{0, 0, memlimit.ErrCgroupsNotSupported, softLimit(usualMemory), sourceDefault},
		{0, 0, broken, softLimit(usualMemory), sourceDefault},
		{1000 << 20, 100 << 20, nil, 900 << 20, "WIREROOM_MEMORY_LIMIT"},
		{NoMemoryLimit, 100 << 20, nil, 0, "WIREROOM_MEMORY_LIMIT"},
	} {
		limit, source, err := c.set.memoryLimit(func() (uint64, error) { return c.all, c.err })
		require.Equal(t, c.limit, limit)
		require.Equal(t, c.source, source)
		require.Equal(t, errors.Is(c.err, broken), err != nil)
	}
}

func TestTheDefaultLimitLeavesRoomForGarbage(t *testing.T) {
	t.Parallel()
	require.EqualValues(t, 400, neededLimit(400, memoryInUse{live: 200, rest: 20}))
	require.EqualValues(t, 470, neededLimit(400, memoryInUse{live: 300, rest: 20}))
}

func TestTheDefaultLimitFollowsWhatLives(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
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
