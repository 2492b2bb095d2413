package bus

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Metrics are a loop's figures. Labels are bounded: stage, lane, and the fixed
// vocabulary of outcomes and reasons.
type Metrics struct {
	messages *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	queued   *prometheus.HistogramVec
	outage   *prometheus.GaugeVec
}

// NewMetrics registers a loop's metrics with r. A process makes it once for all
// its loops.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_stage_messages_total",
			Help: "Messages settled, by outcome (forwarded, dropped, dead) and reason."}, []string{"stage", "lane", "outcome", "reason"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wireroom_stage_seconds",
			Help: "Seconds from taking a message to its settling.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 16)}, []string{"stage", "lane"}),
		queued: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wireroom_stage_queue_seconds",
			Help: "Seconds a message lay in its stream before it was taken.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 20)}, []string{"stage", "lane"}),
		outage: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "wireroom_stage_waiting",
			Help: "Messages that wait for a service that is away, by reason."}, []string{"stage", "lane", "reason"}),
	}
	for _, c := range []prometheus.Collector{m.messages, m.seconds, m.queued, m.outage} {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *Metrics) settled(s Source, o contract.Outcome, r contract.Reason, took, queued time.Duration) {
	if m == nil {
		return
	}
	stage, lane := string(s.Stage), string(s.Lane)
	m.messages.WithLabelValues(stage, lane, string(o), string(r)).Inc()
	m.seconds.WithLabelValues(stage, lane).Observe(took.Seconds())
	m.queued.WithLabelValues(stage, lane).Observe(queued.Seconds())
}

func (m *Metrics) waiting(s Source, r contract.Reason, n float64) {
	if m != nil {
		m.outage.WithLabelValues(string(s.Stage), string(s.Lane), string(r)).Add(n)
	}
}
