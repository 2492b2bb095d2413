package ingest

import (
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/ingest/internal/api"
	"github.com/wireroom/wireroom/services/ingest/internal/poll"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/spool"
	"github.com/wireroom/wireroom/services/ingest/internal/websub"
)

// Metrics are all that ingest measures itself.
type Metrics struct {
	api     *api.Metrics
	files   *spool.Metrics
	polls   *poll.Metrics
	hubs    *websub.Metrics
	stored  *raw.Metrics
	http    *service.HTTPMetrics
	streams *bus.StreamMetrics
	hooks   *webhook.Metrics
}

// NewMetrics registers them with r.
func NewMetrics(r prometheus.Registerer, providers *provider.Store, clock func() time.Time) (*Metrics, error) {
	var m Metrics
	errs := make([]error, 9)
	m.api, errs[0] = api.NewMetrics(r)
	m.files, errs[1] = spool.NewMetrics(r)
	m.polls, errs[2] = poll.NewMetrics(r)
	m.hubs, errs[3] = websub.NewMetrics(r)
	m.stored, errs[4] = raw.NewMetrics(r, providers, clock)
	m.http, errs[5] = service.NewHTTPMetrics(r)
	m.streams, errs[6] = bus.NewStreamMetrics(r, providers.Has)
	errs[7] = providers.Register(r)
	m.hooks, errs[8] = webhook.NewMetrics(r)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	return &m, nil
}
