package api

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
)

// Metrics are the API's figures. Labels are bounded: ids of configured providers
// ("none" for callers that are unknown), lanes, status codes.
type Metrics struct {
	pushes   *prometheus.CounterVec
	bytes    *prometheus.CounterVec
	ack      prometheus.Histogram
	inFlight prometheus.Gauge
	weak     *prometheus.CounterVec
}

// NewMetrics registers the metrics with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		pushes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_ingest_pushes_total",
			Help: "Pushes answered, by provider, lane and HTTP status; 499 where the caller left first."}, []string{"provider", "lane", "status"}),
		bytes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_ingest_bytes_total",
			Help: "Bytes stored, after decompression."}, []string{"provider"}),
		ack: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "wireroom_ingest_ack_seconds",
			Help: "Seconds from handing a push to the RAW stream to its acknowledgement.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 15)}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_ingest_in_flight", Help: "Pushes being taken."}),
		weak: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_ingest_weak_signatures_total",
			Help: "Requests signed in the old form, which leaves method, path and headers unsigned, by provider."}, []string{"provider"}),
	}
	return m, metric.Register(r, m.pushes, m.bytes, m.ack, m.inFlight, m.weak)
}

func (m *Metrics) answered(provider string, lane contract.Lane, code int) {
	if provider == "" {
		provider = "none"
	}
	if lane == "" {
		lane = "none"
	}
	m.pushes.WithLabelValues(provider, string(lane), strconv.Itoa(code)).Inc()
}

func (m *Metrics) acknowledged(took time.Duration, span trace.SpanContext) {
	metric.Observe(m.ack, took.Seconds(), span)
}

func (m *Metrics) stored(provider string, bytes int) {
	m.bytes.WithLabelValues(provider).Add(float64(bytes))
}
