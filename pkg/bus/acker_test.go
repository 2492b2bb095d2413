package bus

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestTheReplyToTheLastConfirmsTheBatch(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	s, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "WORK", Subjects: []string{"work"}, Retention: jetstream.WorkQueuePolicy})
	require.NoError(t, err)
	cons, err := s.CreateConsumer(t.Context(), jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Minute, MaxAckPending: 5000})
	require.NoError(t, err)
	const n = 3000
	for i := range n {
		_, err := js.PublishAsync("work", fmt.Append(nil, i))
		require.NoError(t, err)
	}
	<-js.PublishAsyncComplete()
	batch, err := cons.Fetch(n)
	require.NoError(t, err)
	a := &acker{nc: js.Conn(), publish: js.Conn().Publish}
	var all sync.WaitGroup
	for m := range batch.Messages() {
		all.Go(func() {
			if err := a.await(t.Context(), m.Reply()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	info, err := cons.Info(t.Context())
	require.NoError(t, err)
	require.Zero(t, info.NumAckPending, "what is awaited is there")
	require.EqualValues(t, n, info.AckFloor.Consumer)
	info2, err := s.Info(t.Context())
	require.NoError(t, err)
	require.Zero(t, info2.State.Msgs)
}

// Where the acknowledgements before the last one may not have gone out, the reply to the
// last confirms nothing, and each is asked for by itself.
func TestWhatMayNotHaveGoneOutIsAskedFor(t *testing.T) {
	t.Parallel()
	server := localtest.NATS(t)
	js, err := jetstream.New(localtest.Conn(t, server.URL()))
	require.NoError(t, err)
	s, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "WORK", Subjects: []string{"work"}})
	require.NoError(t, err)
	cons, err := s.CreateConsumer(t.Context(), jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Minute})
	require.NoError(t, err)
	for i := range 3 {
		_, err := js.Publish(t.Context(), "work", fmt.Append(nil, i))
		require.NoError(t, err)
	}
	batch, err := cons.Fetch(3)
	require.NoError(t, err)
	gone := localtest.Conn(t, server.URL())
	gone.Close()
	a := &acker{nc: js.Conn(), publish: gone.Publish} // over which only the plain ones go
	var pending []ack
	for m := range batch.Messages() {
		pending = append(pending, ack{m.Reply(), make(chan error, 1)})
	}
	a.serve(t.Context(), pending)
	for _, one := range pending {
		require.NoError(t, <-one.done)
	}
	info, err := cons.Info(t.Context())
	require.NoError(t, err)
	require.Zero(t, info.NumAckPending)
}
