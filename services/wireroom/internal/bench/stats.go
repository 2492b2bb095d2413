package bench

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"time"
)

func median[T int64 | float64 | time.Duration](in []T) T {
	s := slices.Sorted(slices.Values(in))
	if len(s) == 0 {
		return 0
	}
	return s[len(s)/2]
}

// percentile gives the p-th of 100 of the values; they are sorted in place.
func percentile(in []time.Duration, p int) time.Duration {
	if len(in) == 0 {
		return 0
	}
	slices.Sort(in)
	return in[min(len(in)*p/100, len(in)-1)]
}

// resident gives this process's resident memory in bytes, 0 where the system
// does not tell (only Linux does).
func resident() int64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(data) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			fields := bytes.Fields(rest)
			if len(fields) > 0 {
				kb, err := strconv.ParseInt(string(fields[0]), 10, 64)
				if err == nil {
					return kb << 10
				}
			}
		}
	}
	return 0
}

// cpuName names the processor as the system does, for the reader of the figures.
func cpuName() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range bytes.Lines(data) {
		if name, ok := bytes.CutPrefix(line, []byte("model name")); ok {
			return string(bytes.Trim(name, " \t:\n"))
		}
	}
	return "unknown processor"
}
