package service

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// usualMemory is what a process may take where neither a setting nor a control group
// says so. Without it the heap grows to three times of what lives in it.
const usualMemory = 448 << 20

// needEvery is the time between two looks at what lives in the heap.
const needEvery = time.Second

// followNeed raises the default limit while more lives in the heap than fits well below
// it, and lowers it again, until ctx ends: nobody asked for that limit, and a process that
// holds much would do nothing but collect.
func followNeed(ctx context.Context, least int64) {
	tick := time.NewTicker(needEvery)
	defer tick.Stop()
	for set := least; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if limit := neededLimit(least, readMemory()); limit > set+set/16 || limit < set-set/16 {
			debug.SetMemoryLimit(limit)
			set = limit
		}
	}
}

// memoryInUse is in bytes.
type memoryInUse struct {
	live int64 // of the heap, as the last collection found it
	rest int64 // stacks and the runtime's own
}

// neededLimit leaves half as much as lives for garbage.
func neededLimit(least int64, m memoryInUse) int64 {
	return max(least, m.live+m.live/2+m.rest)
}

func readMemory() memoryInUse {
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(samples)
	rest := bytesOf(samples[1])
	for _, heap := range samples[2:] {
		rest -= bytesOf(heap)
	}
	return memoryInUse{live: bytesOf(samples[0]), rest: rest}
}

func bytesOf(s metrics.Sample) int64 {
	if s.Value.Kind() != metrics.KindUint64 {
		return 0 // a later runtime does not know the name
	}
	return int64(s.Value.Uint64()) //nolint:gosec // bytes of memory
}
