package bus

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
)

// Metrics are the figures of a stage. Labels are bounded: stage, lane, the fixed
// vocabulary of outcomes and reasons, and ids of providers by metric.Names. nil
// counts nothing.
type Metrics struct {
	messages, redeliveries, retries *prometheus.CounterVec
	dead, articles, providers       *prometheus.CounterVec
	seconds, queued                 *prometheus.HistogramVec
	outage                          *prometheus.GaugeVec
	lag, inWork, oldest             *prometheus.GaugeVec
	given, backlog                  *prometheus.GaugeVec
	lost                            *prometheus.CounterVec

	names *metric.Names
}

// NewMetrics registers a stage's metrics with r. A process makes it once for all its
// loops of a service. known tells the providers of the file, where the stage has it;
// nil knows every one.
func NewMetrics(r prometheus.Registerer, known func(provider string) bool) (*Metrics, error) {
	m := &Metrics{
		messages:     counter("wireroom_stage_messages_total", "Messages settled, by outcome (forwarded, dropped, dead) and reason.", "stage", "lane", "outcome", "reason"),
		redeliveries: counter("wireroom_stage_redeliveries_total", "Messages that the broker delivered again: their worker died, lost its connection or took too long.", "stage", "lane"),
		retries:      counter("wireroom_stage_retries_total", "Tries of messages that failed by themselves and were tried again, by reason.", "stage", "lane", "reason"),
		dead:         counter("wireroom_dead_letters_total", "Dead letters written, by provider and reason.", "stage", "provider", "reason"),
		articles:     counter("wireroom_articles_total", "Articles whose way ended or paused at a stage, one for each receipt, by outcome (published, dropped, held, dead) and reason.", "stage", "outcome", "reason"),
		providers:    counter("wireroom_provider_articles_total", "Articles of a provider whose way ended or paused, one for each receipt, by outcome.", "provider", "outcome"),
		seconds:      histogram("wireroom_stage_seconds", "Seconds from taking a message to its settling.", 16),
		queued:       histogram("wireroom_stage_queue_seconds", "Seconds a message lay in its stream before it was taken.", 20),
		outage:       gauge("wireroom_stage_waiting", "Messages that wait for a service that is away, by reason.", "stage", "lane", "reason"),
		lag:          gauge("wireroom_stage_lag", "Messages that a lane has not begun, as the broker says every 15 seconds. Each replica of a stage tells the same: take the maximum.", "stage", "lane"),
		inWork:       gauge("wireroom_stage_in_work", "Messages that a lane's workers hold, all replicas together, as the broker says every 15 seconds.", "stage", "lane"),
		oldest:       gauge("wireroom_stage_oldest_seconds", "Age of the oldest message that a lane has not settled, since its stream took it, looked up every 15 seconds; 0 if all is settled.", "stage", "lane"),
		given:        gauge("wireroom_stage_handlers_given_up", "Handlers that go on after their time is over: each holds a goroutine until it returns. At 64 the process ends.", "stage"),
		lost:         counter("wireroom_dead_letters_refused_total", "Dead letters that the broker refused for good: their messages stay in their stream, unsettled.", "stage"),
		backlog:      gauge("wireroom_stage_backlog_waiting", "Messages that a stage has ready and can't write yet, by provider: as many of the provider and lane as may wait (WIREROOM_BUS_BACKLOG) are in the stream of the next stage.", "stage", "lane", "provider"),
		names:        metric.NewNames(known),
	}
	return m, metric.Register(r, m.messages, m.redeliveries, m.retries, m.dead, m.articles, m.providers,
		m.seconds, m.queued, m.outage, m.lag, m.inWork, m.oldest, m.given, m.lost, m.backlog)
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
}

// histogram has n buckets from half a millisecond on, each twice the one before.
func histogram(name, help string, n int) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help,
		Buckets: prometheus.ExponentialBuckets(0.0005, 2, n)}, []string{"stage", "lane"})
}

// Buried counts a dead letter.
func (m *Metrics) Buried(stage contract.Stage, provider string, r contract.Reason) {
	if m != nil {
		m.dead.WithLabelValues(string(stage), m.names.Label(provider), string(r)).Inc()
	}
}

// Ended counts what a receipt tells.
func (m *Metrics) Ended(r *contract.Receipt) {
	if m != nil {
		m.articles.WithLabelValues(string(r.Stage), string(r.Outcome), string(r.Reason)).Inc()
		m.providers.WithLabelValues(m.names.Label(r.Provider), string(r.Outcome)).Inc()
	}
}
