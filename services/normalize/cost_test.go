package normalize

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/hostile"
)

// TestCostTable prints what each hostile document costs at one, two and four times
// a size: seconds of the processor and peak bytes of heap for each byte. It is a tool, not a check.
//
//	WIREROOM_COSTS=1048576 go test ./services/normalize -run TestCostTable -v
func TestCostTable(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("WIREROOM_COSTS"))
	if err != nil {
		t.Skip("a tool: set WIREROOM_COSTS to the smallest size in bytes")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	for _, d := range hostile.All() {
		if only := os.Getenv("WIREROOM_COSTS_OF"); !strings.Contains(d.Name, only) {
			continue
		}
		fmt.Printf("%-40s", d.Name)
		for _, n := range []int{size, 2 * size, 4 * size} {
			took, peak, result := costOf(d, n)
			fmt.Printf(" %7.3f s %5d MB", took.Seconds(), peak>>20)
			if n == 4*size {
				fmt.Printf("  %s", result)
			}
		}
		fmt.Println()
	}
}

func costOf(d hostile.Document, n int) (took time.Duration, peak uint64, result string) {
	data := d.Make(n)
	runtime.GC()
	before := liveHeap()
	stop, top := make(chan struct{}), make(chan uint64)
	go func() {
		t := time.NewTicker(time.Millisecond)
		defer t.Stop()
		var most uint64
		for {
			select {
			case <-t.C:
				most = max(most, liveHeap())
			case <-stop:
				top <- max(most, liveHeap())
				return
			}
		}
	}()
	started := processorTime()
	out, err := Parse(Delivery{ID: "t1-7", Provider: "acme", Sequence: 7, Data: data, ContentType: d.ContentType, Lane: contract.Wire}, Settings{})
	took = processorTime() - started
	stop <- struct{}{}
	peak = <-top - before
	switch {
	case err != nil:
		result = string(ReasonOf(err)) + ": " + err.Error()
	case len(out) == 0:
		result = "no article"
	default:
		broken := 0
		for i := range out {
			if out[i].Err != nil {
				broken++
			}
		}
		result = fmt.Sprintf("%s: %d articles, %d broken", out[0].Envelope.Format, len(out), broken)
		if out[0].Err != nil {
			result += " " + out[0].Err.Error()
		}
	}
	return took, peak, result[:min(len(result), 110)]
}

// processorTime is what the process has taken so far, the collector included: other
// work on the machine does not count.
func processorTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func liveHeap() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
