package scan

import (
	"context"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
)

// FirstSince is bus.FirstSince of a stream by its name.
func FirstSince(ctx context.Context, js jetstream.JetStream, stream string, at time.Time) (uint64, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return 0, Explain(stream, err)
	}
	first, err := bus.FirstSince(ctx, s, at)
	if err != nil {
		return 0, Explain(stream, err)
	}
	return first, nil
}
