package service

import (
	"runtime"
	"runtime/debug"

	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/metric"
)

// BuildInfo is a metric that says which build runs.
func BuildInfo() prometheus.Collector {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_build_info",
		Help:        "1, with the build's version, the source's revision (both unknown where the build does not say) and the Go version.",
		ConstLabels: build()})
	g.Set(1)
	return g
}

func build() prometheus.Labels {
	labels := prometheus.Labels{"version": "unknown", "revision": "unknown", "go": runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return labels
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		labels["version"] = v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			labels["revision"] = s.Value
		}
	}
	return labels
}

// NATSMetrics registers the figures of a connection to NATS; of nil, for the
// reference, it registers them too.
func NATSMetrics(r prometheus.Registerer, nc *nats.Conn) error {
	stats := func(of func(nats.Statistics) uint64) func() float64 {
		return func() float64 { return float64(of(nc.Stats())) }
	}
	return metric.Register(r,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wireroom_nats_connected", Help: "1 while the service is connected to NATS, 0 while it is not."},
			func() float64 {
				if nc.IsConnected() {
					return 1
				}
				return 0
			}),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "wireroom_nats_reconnects_total", Help: "Times that the connection to NATS was lost and found again."},
			stats(func(s nats.Statistics) uint64 { return s.Reconnects })),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "wireroom_nats_sent_bytes_total", Help: "Bytes sent to NATS."},
			stats(func(s nats.Statistics) uint64 { return s.OutBytes })),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "wireroom_nats_received_bytes_total", Help: "Bytes received from NATS."},
			stats(func(s nats.Statistics) uint64 { return s.InBytes })),
	)
}
