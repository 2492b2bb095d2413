package service

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/KimMachineGun/automemlimit/memlimit"
	"github.com/stretchr/testify/require"
)

func TestTheControlGroupIsAsked(t *testing.T) {
	t.Parallel()
	broken := errors.New("permission denied")
	for _, c := range []struct {
		name      string
		m         Memory
		all       uint64
		cgroupErr error
		want      int64
		source    string
		err       error
	}{
		{"its limit", 0, 1000 << 20, nil, 900 << 20, "cgroup", nil},
		{"more than a signed number holds", 0, math.MaxUint64, nil, math.MaxInt64 / 10 * 9, "cgroup", nil},
		{"no limit", 0, 0, fmt.Errorf("v2: %w", memlimit.ErrNoLimit), usualMemory / 10 * 9, sourceDefault, nil},
		{"no control group", 0, 0, memlimit.ErrNoCgroup, usualMemory / 10 * 9, sourceDefault, nil},
		{"another system", 0, 0, memlimit.ErrCgroupsNotSupported, usualMemory / 10 * 9, sourceDefault, nil},
		{"it can't be read", 0, 0, broken, usualMemory / 10 * 9, sourceDefault, broken},
		{"the setting comes first", 100 << 20, 50 << 20, nil, 90 << 20, "WIREROOM_MEMORY_LIMIT", nil},
		{"off", NoMemoryLimit, 50 << 20, nil, 0, "WIREROOM_MEMORY_LIMIT", nil},
	} {
		limit, source, err := c.m.memoryLimit(func() (uint64, error) { return c.all, c.cgroupErr })
		require.ErrorIs(t, err, c.err, c.name)
		require.Equal(t, c.source, source, c.name)
		require.InDelta(t, c.want, limit, 8, c.name)
	}
}
