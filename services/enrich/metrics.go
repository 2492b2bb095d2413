package enrich

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
)

// Metrics are all that enrich measures itself.
type Metrics struct {
	stage     *bus.Metrics
	enrichers *frame.Metrics
}

// NewMetrics registers them with r.
func NewMetrics(r prometheus.Registerer, log *zap.Logger) (*Metrics, error) {
	enrichers, err := frame.NewMetrics(r, log)
	if err != nil {
		return nil, err
	}
	stage, err := bus.NewMetrics(r, nil)
	if err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	return &Metrics{stage, enrichers}, nil
}
