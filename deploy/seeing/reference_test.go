package seeing_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// reference is docs/reference/metrics.md: which metrics there are, with which labels,
// and the labels' values where they are a fixed vocabulary.
type reference struct {
	kinds  map[string]string          // by metric
	labels map[string]map[string]bool // by metric
	values map[string]map[string]bool // by label; none: any
}

var quoted = regexp.MustCompile("`([^`]+)`")

func readReference(t *testing.T) reference {
	t.Helper()
	data, err := os.ReadFile("../../docs/reference/metrics.md")
	require.NoError(t, err)
	r := reference{map[string]string{}, map[string]map[string]bool{}, map[string]map[string]bool{}}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		first := quoted.FindStringSubmatch(cells[0])[1]
		if strings.HasPrefix(first, "wireroom_") {
			r.kinds[first], r.labels[first] = cells[1], set(append(names(cells[2]), "service", "instance", "job"))
			continue
		}
		if v := names(cells[1]); len(v) > 0 {
			r.values[first] = set(v)
		}
	}
	// an id of the providers file is a value too
	delete(r.values, "provider")
	require.Greater(t, len(r.kinds), 40)
	require.Greater(t, len(r.values), 6)
	return r
}

func names(cell string) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		out = append(out, m[1])
	}
	return out
}

func set(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}

// process are metrics of Prometheus' own client, the same for every program.
var process = set([]string{"process_cpu_seconds_total", "process_resident_memory_bytes"})

// metric gives the labels of a series' name.
func (r reference) metric(series string) (labels map[string]bool, found bool) {
	if process[series] {
		return set([]string{"instance", "job"}), true
	}
	if l, ok := r.labels[series]; ok && r.kinds[series] != "histogram" {
		return l, true
	}
	for _, suffix := range []string{"_bucket", "_count", "_sum"} {
		base, ok := strings.CutSuffix(series, suffix)
		if !ok || r.kinds[base] != "histogram" {
			continue
		}
		out := map[string]bool{"le": suffix == "_bucket"}
		for l := range r.labels[base] {
			out[l] = true
		}
		return out, true
	}
	return nil, false
}
