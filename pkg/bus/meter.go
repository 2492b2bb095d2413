package bus

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
)

// meter counts for one source: what it needs for every message is looked up once.
type meter struct {
	*Metrics
	source       Source
	took, queue  prometheus.Observer
	redelivered  prometheus.Counter
	settledCache sync.Map // of prometheus.Counter, by end
}

type end struct {
	outcome contract.Outcome
	reason  contract.Reason
}

// of makes the meter of a source. What an alert asks for is there from the start.
func (m *Metrics) of(s Source) *meter {
	if m == nil {
		return nil
	}
	stage, lane := string(s.Stage), string(s.Lane)
	for _, r := range []contract.Reason{contract.ReasonBroker, contract.ReasonRedis, contract.ReasonFull} {
		m.outage.WithLabelValues(stage, lane, string(r))
	}
	return &meter{Metrics: m, source: s, took: m.seconds.WithLabelValues(stage, lane), queue: m.queued.WithLabelValues(stage, lane),
		redelivered: m.redeliveries.WithLabelValues(stage, lane)}
}

func (m *meter) delivered(times uint64) {
	if m != nil && times > 1 {
		m.redelivered.Inc()
	}
}

func (m *meter) settled(e ending, took, queued time.Duration, span trace.SpanContext) {
	if m == nil {
		return
	}
	key := end{e.outcome, e.reason}
	c, ok := m.settledCache.Load(key)
	if !ok {
		c, _ = m.settledCache.LoadOrStore(key, m.messages.WithLabelValues(string(m.source.Stage), string(m.source.Lane), string(e.outcome), string(e.reason)))
	}
	c.(prometheus.Counter).Inc() //nolint:forcetypeassert // nothing else is stored
	metric.Observe(m.took, took.Seconds(), span)
	metric.Observe(m.queue, queued.Seconds(), span)
}

func (m *meter) waiting(r contract.Reason, n float64) {
	if m != nil {
		m.outage.WithLabelValues(string(m.source.Stage), string(m.source.Lane), string(r)).Add(n)
	}
}

func (m *meter) retried(r contract.Reason) {
	if m != nil {
		m.retries.WithLabelValues(string(m.source.Stage), string(m.source.Lane), string(r)).Inc()
	}
}

func (m *meter) buried(provider string, r contract.Reason) {
	if m != nil {
		m.Buried(m.source.Stage, provider, r)
	}
}

func (m *meter) abandoned(n int) {
	if m != nil {
		m.given.WithLabelValues(string(m.source.Stage)).Set(float64(n))
	}
}

func (m *meter) unburied() {
	if m != nil {
		m.lost.WithLabelValues(string(m.source.Stage)).Inc()
	}
}
