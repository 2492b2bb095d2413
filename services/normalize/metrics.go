package normalize

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/provider"
)

// NewMetrics registers all that normalize measures itself with r.
func NewMetrics(r prometheus.Registerer, providers *provider.Store) (*bus.Metrics, error) {
	m, err := bus.NewMetrics(r, providers.Has)
	return m, errors.Join(err, providers.Register(r))
}
