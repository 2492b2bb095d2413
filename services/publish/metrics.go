package publish

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/contract"
)

// metrics are what an operator watches of NEWS. Labels are of fixed vocabularies.
type metrics struct {
	published *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	held      prometheus.Counter
	noRecord  prometheus.Counter
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		published: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_published_total",
			Help: "Messages on NEWS, by signal, lane and reason (kill-unmatched: a kill of what was never seen)."}, []string{"signal", "lane", "reason"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wireroom_delivery_seconds",
			Help: "Seconds from the push to NEWS, embargoed articles left out.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 18)}, []string{"lane"}),
		held:     prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_held_total", Help: "Articles that went to HELD."}),
		noRecord: prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_records_missed_total", Help: "Records of published articles that Redis did not take: duplicates of them cost work."}),
	}
	for _, c := range []prometheus.Collector{m.published, m.seconds, m.held, m.noRecord} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics of publish: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) onNews(e *contract.Envelope, reason contract.Reason, now time.Time) {
	m.published.WithLabelValues(string(e.Signal), string(e.Lane), string(reason)).Inc()
	if e.Embargo.IsZero() {
		m.seconds.WithLabelValues(string(e.Lane)).Observe(now.Sub(e.Received).Seconds())
	}
}
