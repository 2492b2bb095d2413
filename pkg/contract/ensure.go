package contract

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Ensure makes the streams and buckets that are missing and leaves those that exist
// as they are: a change of a live stream is an operator's act (`wireroom streams
// apply`). The bucket of leases is made by who reads views.
func Ensure(ctx context.Context, js jetstream.JetStream, o StreamOptions) error {
	for _, cfg := range Declared(o) {
		if cfg.Name == BucketStream(BucketLeases) {
			continue
		}
		if err := ensure(ctx, js, cfg); err != nil {
			return fmt.Errorf("make stream %s: %w", cfg.Name, err)
		}
	}
	return nil
}

func ensure(ctx context.Context, js jetstream.JetStream, cfg jetstream.StreamConfig) error {
	s, err := js.Stream(ctx, cfg.Name)
	switch {
	case errors.Is(err, jetstream.ErrStreamNotFound):
		_, err = js.CreateStream(ctx, cfg)
	case err == nil && cfg.SubjectTransform != nil && s.CachedInfo().Config.SubjectTransform == nil:
		err = adopt(ctx, js, s.CachedInfo().Config, cfg)
	}
	// another service may have made it in between
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
		return nil
	}
	return err
}

// adopt gives NEWS as it was before 0.1, which was written on its own subjects, the
// way in that it has now. Nothing of what it holds is touched, nor what an operator
// set.
func adopt(ctx context.Context, js jetstream.JetStream, have, want jetstream.StreamConfig) error {
	have.Subjects, have.SubjectTransform, have.RePublish = want.Subjects, want.SubjectTransform, want.RePublish
	_, err := js.UpdateStream(ctx, have)
	return err
}
