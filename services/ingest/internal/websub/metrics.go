package websub

import "github.com/prometheus/client_golang/prometheus"

// Outcome says what a hub brought.
type Outcome string

// The outcomes.
const (
	Delivered    Outcome = "delivered"
	Unsigned     Outcome = "unsigned"     // dropped: no signature, or a wrong one
	Unsubscribed Outcome = "unsubscribed" // the hub refused, or was not reached
)

// Metrics are the hubs' figures, by configured provider.
type Metrics struct{ events *prometheus.CounterVec }

// NewMetrics registers the metrics with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_ingest_websub_total",
		Help: "What hubs brought, by provider and outcome: delivered, unsigned, unsubscribed."}, []string{"provider", "outcome"})}
	return m, r.Register(m.events)
}

func (m *Metrics) count(provider string, o Outcome) {
	if m != nil {
		m.events.WithLabelValues(provider, string(o)).Inc()
	}
}
