package bus

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// written is a counter of each stream's messages that the broker itself counts: its
// last sequence, which outlives every restart of ours.
type written struct {
	mu   sync.Mutex
	last map[string]uint64
}

func (w *written) desc() *prometheus.Desc {
	return prometheus.NewDesc("wireroom_stream_written_total", "Messages that a stream has ever taken, by its last sequence.", []string{"stream"}, nil)
}

// Describe is of prometheus.Collector.
func (w *written) Describe(ch chan<- *prometheus.Desc) { ch <- w.desc() }

// Collect is of prometheus.Collector.
func (w *written) Collect(ch chan<- prometheus.Metric) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for stream, n := range w.last {
		ch <- prometheus.MustNewConstMetric(w.desc(), prometheus.CounterValue, float64(n), stream)
	}
}

func (w *written) set(stream string, n uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last == nil {
		w.last = map[string]uint64{}
	}
	w.last[stream] = n
}

func (w *written) reset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.last)
}
