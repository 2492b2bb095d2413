package poll

import "github.com/prometheus/client_golang/prometheus"

// Outcome says what came of asking.
type Outcome string

// The outcomes.
const (
	Changed    Outcome = "changed"
	Unchanged  Outcome = "unchanged"
	Gone       Outcome = "gone"       // 410: not asked for again
	Disallowed Outcome = "disallowed" // by robots.txt
	Limited    Outcome = "limited"    // it asks to wait
	Failed     Outcome = "failed"
)

// Metrics are the polls' figures, by configured provider.
type Metrics struct{ polls *prometheus.CounterVec }

// NewMetrics registers the metrics with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_ingest_polls_total",
		Help: "Addresses asked for, by provider and outcome: changed, unchanged, gone, disallowed, limited, failed."}, []string{"provider", "outcome"})}
	return m, r.Register(m.polls)
}

func (m *Metrics) count(provider string, o Outcome) {
	if m != nil {
		m.polls.WithLabelValues(provider, string(o)).Inc()
	}
}
