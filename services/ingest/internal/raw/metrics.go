package raw

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/metric"
	"github.com/wireroom/wireroom/pkg/provider"
)

// Providers are who may be measured: those of the file.
type Providers interface {
	All() []provider.Provider
	Has(id string) bool
}

// Metrics tell what came in by any way, and when something came last. It is a
// collector of what depends on the providers file as it is.
type Metrics struct {
	acknowledged *prometheus.CounterVec
	limited      *prometheus.CounterVec
	names        *metric.Names
	providers    Providers
	clock        func() time.Time

	mu   sync.Mutex
	last map[string]time.Time // by provider; the first look where nothing came yet
}

// NewMetrics registers the metrics with r.
func NewMetrics(r prometheus.Registerer, providers Providers, clock func() time.Time) (*Metrics, error) {
	m := &Metrics{
		acknowledged: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_provider_acknowledged_total",
			Help: "Deliveries that RAW has taken, by any way in; what is repeated under the same Idempotency-Key is left out."}, []string{"provider", "lane"}),
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_ingest_flash_limited_total",
			Help: "Deliveries that looked urgent and took the wire lane, since their provider had more flashes than its rate."}, []string{"provider"}),
		names:     metric.NewNames(providers.Has),
		providers: providers, clock: clock, last: map[string]time.Time{},
	}
	return m, metric.Register(r, m.acknowledged, m.limited, m)
}

func (m *Metrics) stored(p Push) {
	if m == nil {
		return
	}
	m.acknowledged.WithLabelValues(m.names.Label(p.Provider), string(p.Lane)).Inc()
	m.came(p.Provider, p.Received)
}

func (m *Metrics) flashLimited(id string) {
	if m != nil {
		m.limited.WithLabelValues(m.names.Label(id)).Inc()
	}
}

// came moves the time of the last delivery forward.
func (m *Metrics) came(id string, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at.After(m.last[id]) {
		m.last[id] = at
	}
}

func descriptions() (last, expected *prometheus.Desc) {
	labels := []string{"provider"}
	return prometheus.NewDesc("wireroom_provider_last_delivery_timestamp_seconds",
			"Unix time of a provider's last delivery, or of the start where there was none. Each replica tells its own: take the maximum.", labels, nil),
		prometheus.NewDesc("wireroom_provider_expected_seconds",
			"How long a provider may send nothing, by expect_every of the providers file; absent where the file does not say.", labels, nil)
}

// Describe is of prometheus.Collector.
func (m *Metrics) Describe(ch chan<- *prometheus.Desc) {
	last, expected := descriptions()
	ch <- last
	ch <- expected
}

// Collect is of prometheus.Collector.
func (m *Metrics) Collect(ch chan<- prometheus.Metric) {
	lastDesc, expectedDesc := descriptions()
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, p := range m.providers.All() {
		if i == metric.MaxNames {
			return
		}
		if m.last[p.ID].IsZero() {
			m.last[p.ID] = m.clock()
		}
		ch <- prometheus.MustNewConstMetric(lastDesc, prometheus.GaugeValue, float64(m.last[p.ID].UnixMilli())/1000, p.ID)
		if p.ExpectEvery > 0 {
			ch <- prometheus.MustNewConstMetric(expectedDesc, prometheus.GaugeValue, p.ExpectEvery.Seconds(), p.ID)
		}
	}
}

// expecting lists the providers whose last delivery matters after a restart.
func (m *Metrics) expecting() []string {
	var ids []string
	for _, p := range m.providers.All() {
		if p.ExpectEvery > 0 {
			ids = append(ids, p.ID)
		}
	}
	return ids
}
