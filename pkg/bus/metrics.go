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

// figures are the metrics of one source, looked up once: nearly all of its messages
// go on.
type figures struct {
	all             *Metrics // nil: none are kept
	source          Source
	forwarded       prometheus.Counter
	seconds, queued prometheus.Observer
}

func (m *Metrics) of(s Source) figures {
	if m == nil {
		return figures{}
	}
	stage, lane := string(s.Stage), string(s.Lane)
	return figures{m, s, m.messages.WithLabelValues(stage, lane, string(Forwarded), ""),
		m.seconds.WithLabelValues(stage, lane), m.queued.WithLabelValues(stage, lane)}
}

func (f *figures) settled(o contract.Outcome, r contract.Reason, took, queued time.Duration) {
	if f.all == nil {
		return
	}
	count := f.forwarded
	if o != Forwarded || r != "" {
		count = f.all.messages.WithLabelValues(string(f.source.Stage), string(f.source.Lane), string(o), string(r))
	}
	count.Inc()
	f.seconds.Observe(took.Seconds())
	f.queued.Observe(queued.Seconds())
}

func (m *Metrics) waiting(s Source, r contract.Reason, n float64) {
	if m != nil {
		m.outage.WithLabelValues(string(s.Stage), string(s.Lane), string(r)).Add(n)
	}
}
