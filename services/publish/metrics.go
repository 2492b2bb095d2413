package publish

import (
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
	"github.com/wireroom/wireroom/services/publish/internal/search"
	"github.com/wireroom/wireroom/services/publish/internal/stream"
	"github.com/wireroom/wireroom/services/publish/internal/views"
)

// Metrics are all that publish measures itself. Labels are of fixed vocabularies.
type Metrics struct {
	published *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	late      prometheus.Histogram
	held      prometheus.Counter
	noRecord  prometheus.Counter
	clocks    prometheus.Gauge

	stage   *bus.Metrics
	streams *bus.StreamMetrics
	views   *views.Metrics
	http    *service.HTTPMetrics
	events  *stream.Metrics

	webhooks *webhook.Metrics
	search   *search.Metrics
	limits   *limit.Metrics
}

// NewMetrics registers them with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		published: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_published_total",
			Help: "Messages on NEWS, by signal, lane and reason (kill-unmatched: a kill of what was never seen)."}, []string{"signal", "lane", "reason"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wireroom_delivery_seconds",
			Help: "Seconds from the push to NEWS; embargoed articles, retries and replays left out.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 18)}, []string{"lane"}),
		late: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "wireroom_embargo_late_seconds",
			Help: "Seconds from the end of an embargo to NEWS.", Buckets: prometheus.ExponentialBuckets(0.05, 2, 14)}),
		held: prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_held_total", Help: "Articles that went to HELD."}),
		clocks: prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_clock_difference_seconds",
			Help: "By how many seconds the clock of NATS is ahead of this process; negative: behind. An embargo ends when both say so."}),
		noRecord: prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_records_missed_total", Help: "Records of published articles that Redis did not take: duplicates of them cost work."}),
	}
	errs := make([]error, 9)
	errs[0] = metric.Register(r, m.published, m.seconds, m.late, m.held, m.clocks, m.noRecord)
	m.stage, errs[1] = bus.NewMetrics(r, nil)
	m.streams, errs[2] = bus.NewStreamMetrics(r, nil)
	m.views, errs[3] = views.NewMetrics(r)
	m.http, errs[4] = service.NewHTTPMetrics(r)
	m.events, errs[5] = stream.NewMetrics(r)
	m.webhooks, errs[6] = webhook.NewMetrics(r)
	m.search, errs[7] = search.NewMetrics(r)
	m.limits, errs[8] = limit.NewMetrics(r)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	m.begin()
	return m, nil
}

// begin makes what alerts ask for, so that the first one that is counted is seen as
// a rise.
func (m *Metrics) begin() {
	for _, lane := range contract.Lanes() {
		m.seconds.WithLabelValues(string(lane))
		m.published.WithLabelValues(string(contract.Kill), string(lane), string(contract.ReasonUnmatched))
	}
}

func (m *Metrics) onNews(a article, e *contract.Envelope, reason contract.Reason, now time.Time, span trace.SpanContext) {
	m.published.WithLabelValues(string(e.Signal), string(e.Lane), string(reason)).Inc()
	switch {
	case a.released != 0:
		metric.Observe(m.late, max(now.Sub(e.Embargo), 0).Seconds(), span)
	case e.Embargo.IsZero() && e.Retry == 0 && e.Replay == 0:
		metric.Observe(m.seconds.WithLabelValues(string(e.Lane)), now.Sub(e.Received).Seconds(), span)
	}
}
