package teleprintertest

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// The bounds of what a delivery may cost: a multiple of its bytes, and a time that
// only what grows faster than its input exceeds.
const (
	size     = 1 << 17
	maxTimes = 800 // bytes allocated in all for a byte of input
	maxTime  = 3 * time.Second
)

// Hostile parses deliveries of 128 KiB, each one piece again and again
// between a head and a tail, and holds what they cost against the bounds.
func Hostile(t *testing.T, parse func(format.Input) ([]format.Article, error), head, tail string, pieces ...string) {
	for _, piece := range pieces {
		in := Input(head + strings.Repeat(piece, size/len(piece)) + tail)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, _ = parse(in)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		t.Logf("%-24q %8s %4d bytes a byte", piece[:min(len(piece), 20)], took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)/uint64(len(in.Data)))
		require.Less(t, took, maxTime, "%q", piece)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(maxTimes*len(in.Data)), "%q", piece)
	}
}
