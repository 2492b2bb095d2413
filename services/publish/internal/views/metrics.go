package views

import (
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
)

// Metrics are the figures of view counts.
type Metrics struct {
	accepted, refused, robots, doubled, applied, restored prometheus.Counter
	shards, waiting                                       prometheus.Gauge
	behind                                                [contract.ViewShards]atomic.Uint64 // messages, by shard
}

// NewMetrics registers the metrics with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		accepted: prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_views_accepted_total", Help: "Views that the stream has taken."}),
		refused:  prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_views_refused_total", Help: "Views of articles that NEWS does not hold: not counted."}),
		robots:   prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_views_robots_total", Help: "Views by declared robots: not counted."}),
		doubled:  prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_views_doubled_total", Help: "Views that were doubled clicks: accepted, and not counted."}),
		applied:  prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_views_applied_total", Help: "Views that are counted."}),
		restored: prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_views_restored_total", Help: "Times that a shard was filled from its snapshot: its store was empty or behind."}),
		shards:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_views_shards", Help: "Shards that this process counts; 16 over all processes."}),
		waiting:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_views_shards_waiting", Help: "Shards that this process should count and can't at the moment."}),
	}
	lag := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wireroom_views_lag",
		Help: "Messages of VIEWS that this process has to count and has not, as of the last one that it counted."}, m.lag)
	return m, metric.Register(r, m.accepted, m.refused, m.robots, m.doubled, m.applied, m.restored, m.shards, m.waiting, lag)
}

func (m *Metrics) lag() float64 {
	var n uint64
	for i := range m.behind {
		n += m.behind[i].Load()
	}
	return float64(n)
}
