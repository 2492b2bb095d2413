package stream

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/metric"
)

// Metrics are those of the event streams.
type Metrics struct {
	readers prometheus.Gauge
	events  prometheus.Counter
	cut     prometheus.Counter
}

// NewMetrics registers them with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		readers: prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_stream_readers", Help: "Open streams of server-sent events."}),
		events:  prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_stream_events_total", Help: "Events written to all readers of streams."}),
		cut:     prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_stream_cut_total", Help: "Readers of streams that were cut off, since they took nothing."}),
	}
	return m, metric.Register(r, m.readers, m.events, m.cut)
}
