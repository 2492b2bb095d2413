package spool

import "github.com/prometheus/client_golang/prometheus"

// Outcome says what became of a file.
type Outcome string

// The outcomes.
const (
	Done    Outcome = "done"    // something of it could be read
	Failed  Outcome = "failed"  // nothing of it could be read
	Refused Outcome = "refused" // too large, empty or not readable as a file
	Waiting Outcome = "waiting" // the stream could not store it; tried again
)

// Metrics are the folders' figures, by configured provider.
type Metrics struct{ files *prometheus.CounterVec }

// NewMetrics registers the metrics with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_ingest_spool_files_total",
		Help: "Files taken from folders, by provider and outcome: done, failed, refused, waiting."}, []string{"provider", "outcome"})}
	return m, r.Register(m.files)
}

func (m *Metrics) count(provider string, o Outcome) {
	if m != nil {
		m.files.WithLabelValues(provider, string(o)).Inc()
	}
}
