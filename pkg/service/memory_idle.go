package service

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// idleEvery is the time between two looks; a process that takes less than idleAllocs
	// bytes of memory in that time has little to do.
	idleEvery  = 10 * time.Second
	idleAllocs = 10 << 20
	// idleGarbage is how many bytes beside what lives are worth a collection.
	idleGarbage = 3 << 20
)

// collectIdle collects and gives memory back to the system while there is little to do,
// until ctx ends: what the start leaves behind, or a load that is over, would be kept until
// the heap has grown to three times of what lives in it, or for minutes.
func collectIdle(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for before := readHeap(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := readHeap()
		if now.allocated-before.allocated < idleAllocs && now.objects-now.live > idleGarbage {
			debug.FreeOSMemory()
		}
		before = now
	}
}

// heap is in bytes.
type heap struct {
	live      int64 // as the last collection found it
	objects   int64 // with the garbage since
	allocated int64 // ever
}

func readHeap() heap {
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/gc/heap/allocs:bytes"},
	}
	metrics.Read(samples)
	return heap{live: bytesOf(samples[0]), objects: bytesOf(samples[1]), allocated: bytesOf(samples[2])}
}
