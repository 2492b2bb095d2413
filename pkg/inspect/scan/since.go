package scan

import (
	"context"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// FirstSince gives the sequence of the first message that a stream stored at a time or
// later, or that of the next one. Whoever reads by several filters begins there and not at
// the time: nats-server 2.15.3 lets such a consumer begin at the first message of one
// filter, and leaves out what matches another one before that.
func FirstSince(ctx context.Context, js jetstream.JetStream, stream string, at time.Time) (uint64, error) {
	cons, err := js.CreateConsumer(ctx, stream, jetstream.ConsumerConfig{
		Description: "looks for a time", DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &at,
		AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true, InactiveThreshold: 5 * time.Second,
	})
	if err != nil {
		return 0, Explain(stream, err)
	}
	return cons.CachedInfo().Delivered.Stream + 1, nil
}
