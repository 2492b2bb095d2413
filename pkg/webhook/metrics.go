package webhook

import (
	"strconv"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/metric"
)

// Metrics are those of webhooks.
type Metrics struct {
	sent    *prometheus.CounterVec
	failed  *prometheus.CounterVec
	stopped *prometheus.CounterVec
	leftOut *prometheus.CounterVec
	seconds *prometheus.HistogramVec
	states  *prometheus.GaugeVec
	lag     *prometheus.GaugeVec
	names   *metric.Names

	mu    sync.Mutex
	known map[[2]string]known // by source and id
}

type known struct {
	state State
	lag   float64
}

// NewMetrics registers them with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		sent:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_webhook_sent_total", Help: "Messages that receivers of webhooks took, by source (news, receipts, websub)."}, []string{"source"}),
		failed:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_webhook_failed_total", Help: "Attempts of webhooks that failed, by source and by the answer: its status, no-answer, or refused-address for a private one."}, []string{"source", "answer"}),
		stopped: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_webhook_stopped_total", Help: "Webhooks that were paused after the time of retries, or disabled since the receiver answered 410 Gone."}, []string{"source", "state"}),
		leftOut: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_webhook_left_out_total", Help: "Messages that a webhook's receiver refused for the time of retries while it took others: they are not sent again."}, []string{"source"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wireroom_webhook_delay_seconds", Help: "Seconds from an event to its receiver's answer 2xx.", Buckets: prometheus.ExponentialBuckets(0.005, 2.5, 14)}, []string{"source"}),
		states:  prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "wireroom_webhook_subscriptions", Help: "Webhooks that this process serves, by source and state."}, []string{"source", "state"}),
		lag:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "wireroom_webhook_lag_seconds", Help: "Age of the oldest event that a webhook's receiver has not taken; 0 if there is none. Of 200 webhooks by name, and the worst of all others as other."}, []string{"source", "webhook"}),
		names:   metric.NewNames(nil),
		known:   map[[2]string]known{},
	}
	return m, metric.Register(r, m.sent, m.failed, m.stopped, m.leftOut, m.seconds, m.states, m.lag)
}

// answerLabel bounds the label: a status of HTTP, or why there was none.
func answerLabel(a Answer) string {
	switch {
	case a.Status >= 100 && a.Status <= 599:
		return strconv.Itoa(a.Status)
	case isPrivate(a.Err):
		return "refused-address"
	default:
		return "no-answer"
	}
}
