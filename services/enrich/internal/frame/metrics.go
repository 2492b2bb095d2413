package frame

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Metrics is the Observer of a service: Prometheus figures by enricher, and a
// warning for each failure.
type Metrics struct {
	seconds  *prometheus.HistogramVec
	byName   sync.Map // name → its prometheus.Observer
	failures *prometheus.CounterVec
	log      *zap.Logger
}

// NewMetrics registers the metrics with r.
func NewMetrics(r prometheus.Registerer, log *zap.Logger) (*Metrics, error) {
	m := &Metrics{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wireroom_enricher_seconds",
			Help: "Seconds an enricher took for an article.", Buckets: prometheus.ExponentialBuckets(0.00001, 4, 10)}, []string{"enricher"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_enricher_failures_total",
			Help: "Articles that an enricher failed on, by why: late, panic or error."}, []string{"enricher", "why"}),
		log: log,
	}
	for _, c := range []prometheus.Collector{m.seconds, m.failures} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("register enricher metrics: %w", err)
		}
	}
	return m, nil
}

// Enriched counts one step.
func (m *Metrics) Enriched(e *contract.Envelope, name string, took time.Duration, err error) {
	m.of(name).Observe(took.Seconds())
	if err != nil {
		m.failures.WithLabelValues(name, why(err)).Inc()
		m.log.Warn("enricher failed, the article goes on without it", zap.String("enricher", name),
			zap.String("delivery", e.Delivery), zap.String("article", e.Article), zap.Error(err))
	}
}

func (m *Metrics) of(name string) prometheus.Observer {
	if known, ok := m.byName.Load(name); ok {
		return known.(prometheus.Observer)
	}
	o := m.seconds.WithLabelValues(name)
	m.byName.Store(name, o)
	return o
}

func why(err error) string {
	switch {
	case errors.Is(err, ErrLate):
		return "late"
	case errors.Is(err, ErrPanic):
		return "panic"
	default:
		return "error"
	}
}

// Unobserved is an Observer that does nothing.
type Unobserved struct{}

// Enriched does nothing.
func (Unobserved) Enriched(*contract.Envelope, string, time.Duration, error) {}
