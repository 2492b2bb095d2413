package publish

import (
	"context"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/webhooks"
)

// webhooks opens the bucket of webhooks, however long the broker takes.
func (c Config) webhooks(ctx context.Context, rt *service.Runtime, js jetstream.JetStream, readers *access.Access, m *Metrics) (s *webhooks.Service, err error) {
	err = bus.Persist(ctx, rt.Log, "opening the bucket of webhooks", func() (err error) {
		s, err = webhooks.New(ctx, webhooks.Deps{Config: c.Webhooks, JS: js, Access: readers, Metrics: m.webhooks, Log: rt.Log.Named("webhooks"), Clock: rt.Clock})
		return err
	})
	return s, err
}
