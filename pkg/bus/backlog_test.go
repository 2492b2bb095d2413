package bus_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// What the broker counts can stay behind what it holds: what it does not hold does not
// wait.
func TestTheBacklogIsHeldAgainstTheStream(t *testing.T) {
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	stream, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.>"}, Storage: jetstream.MemoryStorage})
	require.NoError(t, err)
	cons, err := stream.CreateConsumer(t.Context(), jetstream.ConsumerConfig{Durable: "c", FilterSubject: "s.wire", AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err)
	for _, subject := range []string{"s.wire", "s.wire", "s.bulk"} {
		_, err := js.Publish(t.Context(), subject, nil)
		require.NoError(t, err)
	}
	behind := func(change func(*jetstream.ConsumerInfo)) bus.Backlog {
		info, err := cons.Info(t.Context())
		require.NoError(t, err)
		change(info)
		b, err := bus.Behind(t.Context(), stream, info, "s.wire")
		require.NoError(t, err)
		return b
	}
	asSaid := func(*jetstream.ConsumerInfo) {}
	// the server counts what a consumer has before it a moment after it stored it
	is := func(lag uint64, inWork int, change func(*jetstream.ConsumerInfo)) (b bus.Backlog) {
		localtest.Eventually(t, 30*time.Second, func() error {
			if b = behind(change); b.Lag != lag || b.InWork != inWork {
				return fmt.Errorf("%+v, not %d and %d", b, lag, inWork)
			}
			return nil
		})
		return b
	}
	b := is(2, 0, asSaid)
	require.WithinDuration(t, time.Now(), b.Oldest, time.Minute)

	first, err := cons.Next()
	require.NoError(t, err)
	is(1, 1, asSaid)
	second, err := cons.Next()
	require.NoError(t, err)
	require.NoError(t, second.DoubleAck(t.Context()))
	// nothing of the filter is behind what was delivered
	b = is(0, 1, func(i *jetstream.ConsumerInfo) { i.NumPending = 7 })
	require.False(t, b.Oldest.IsZero())

	require.NoError(t, first.DoubleAck(t.Context()))
	require.Equal(t, bus.Backlog{}, is(0, 0, func(i *jetstream.ConsumerInfo) { i.NumPending, i.NumAckPending = 7, 2 }))
}
