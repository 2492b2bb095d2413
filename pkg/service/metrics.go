package service

import (
	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/metric"
)

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
