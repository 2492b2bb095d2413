package bus

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
)

// What is delivered again while it is in hand is one job, which answers for the latest
// delivery: the broker may have forgotten the one before.
func TestARedeliveryIsAnsweredByTheJobInHand(t *testing.T) {
	t.Parallel()
	js := jetStream(t)
	s, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "WORK", Subjects: []string{"work.>"}})
	require.NoError(t, err)
	cons, err := s.CreateConsumer(t.Context(), jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy, AckWait: 50 * time.Millisecond})
	require.NoError(t, err)
	_, err = js.Publish(t.Context(), "work.acme", []byte("12345"))
	require.NoError(t, err)
	f := newFlight()
	take := func() (jetstream.Msg, *job) {
		m, err := cons.Next(jetstream.FetchMaxWait(5 * time.Second))
		require.NoError(t, err)
		d := &nats.Msg{Subject: m.Subject(), Reply: m.Reply(), Header: m.Headers(), Data: m.Data()}
		parsed, err := m.Metadata()
		require.NoError(t, err)
		meta := &nats.MsgMetadata{NumDelivered: parsed.NumDelivered, Stream: parsed.Stream}
		meta.Sequence.Stream = parsed.Sequence.Stream
		return m, f.start(d, meta)
	}
	_, j := take()
	require.Equal(t, "acme", j.provider)
	require.Equal(t, 5, j.size)
	again, none := take()
	require.Nil(t, none)
	require.Equal(t, again.Reply(), *j.latest.Load())
	f.end(j)
	_, anew := take()
	require.NotNil(t, anew, "what has ended may come again")
	f.end(anew)
	f.wait()
}
