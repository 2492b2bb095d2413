package localtest

import (
	"runtime"
	"testing"
)

// HeapGrowth gives how many bytes more are in use after do than before, without garbage; 0
// if there are less. The test must not be parallel to others.
func HeapGrowth(t testing.TB, do func()) uint64 {
	t.Helper()
	before := heap()
	do()
	if after := heap(); after > before {
		return after - before
	}
	return 0
}

// heap collects twice: what has a finalizer or lies in a pool goes the second time.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
