package bus

import (
	"context"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Setup makes the streams that are missing. It waits, however long, until NATS
// answers or ctx ends.
func Setup(ctx context.Context, js jetstream.JetStream, o contract.StreamOptions, log *zap.Logger) error {
	return Persist(ctx, log, "making the streams", func() error { return contract.Ensure(ctx, js, o) })
}

// Persist tries until try succeeds or ctx ends: what a service needs at its
// start may come later than the service.
func Persist(ctx context.Context, log *zap.Logger, doing string, try func() error) error {
	for n := 1; ; n++ {
		err := try()
		if err == nil {
			return nil
		}
		log.Warn(doing+" failed, trying again", zap.Error(err))
		if err := service.Pause(ctx, backoff(n, 1)); err != nil {
			return err
		}
	}
}
