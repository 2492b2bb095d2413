package bus

import (
	"context"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// FirstSince gives the sequence of the first message that a stream stored at a time or
// later, or that of the next one; 1 for the zero time. Whoever reads by several filters
// begins there and not at the time: nats-server 2.15.3 lets such a consumer begin at the
// first message of one filter, and leaves out what matches another one before that. On a
// replica that has not caught up it may give an earlier one.
func FirstSince(ctx context.Context, stream jetstream.Stream, at time.Time) (uint64, error) {
	if at.IsZero() {
		return 1, nil
	}
	cons, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{
		Description: "looks for a time", DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &at,
		AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true, Replicas: 1, InactiveThreshold: 5 * time.Second,
	})
	if err != nil {
		return 0, err
	}
	return cons.CachedInfo().Delivered.Stream + 1, nil
}
