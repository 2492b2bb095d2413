package normalize

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestTheJanitorLeavesWhatIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	raw, err := js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	for _, lane := range []string{"wire", "wire", "flash", "wire", "wire"} {
		_, err := js.Publish(t.Context(), "raw."+lane+".acme", []byte("x"))
		require.NoError(t, err)
	}
	j := janitor{js: js, keep: time.Hour, clock: func() time.Time { return time.Now().Add(2 * time.Hour) }, log: zap.NewNop()}
	first := func() uint64 {
		info, err := raw.Info(t.Context())
		require.NoError(t, err)
		return info.State.FirstSeq
	}
	require.NoError(t, j.purge(t.Context()))
	require.EqualValues(t, 1, first(), "without consumers nothing is acknowledged")

	consumers := map[contract.Lane]jetstream.Consumer{}
	for _, src := range bus.Sources(contract.Normalize, contract.StreamRaw, "raw") {
		consumers[src.Lane], err = js.CreateConsumer(t.Context(), contract.StreamRaw, bus.ConsumerConfig(bus.Config{}, src))
		require.NoError(t, err)
	}
	require.NoError(t, j.purge(t.Context()))
	require.EqualValues(t, 1, first())

	ack := func(lane contract.Lane, n int) {
		for range n {
			m, err := consumers[lane].Next(jetstream.FetchMaxWait(5 * time.Second))
			require.NoError(t, err)
			require.NoError(t, m.DoubleAck(t.Context()))
		}
	}
	ack(contract.Wire, 2)
	ack(contract.Flash, 1)
	require.NoError(t, j.purge(t.Context()))
	require.LessOrEqual(t, first(), uint64(4), "the fourth is not acknowledged")
	require.Greater(t, first(), uint64(1))

	ack(contract.Wire, 2)
	j.clock = time.Now
	before := first()
	require.NoError(t, j.purge(t.Context()))
	require.Equal(t, before, first(), "what is young stays")
	j.clock = func() time.Time { return time.Now().Add(2 * time.Hour) }
	require.NoError(t, j.purge(t.Context()))
	require.EqualValues(t, 6, first(), "all is old and acknowledged")
}

// A lane that has acknowledged nothing yet holds everything back, however far the
// others are: after a long stop its first messages are as old as they are unread.
func TestTheJanitorWaitsForALaneThatHasNotBegun(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	raw, err := js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	for _, late := range contract.Lanes() {
		require.NoError(t, raw.Purge(t.Context()))
		for _, src := range bus.Sources(contract.Normalize, contract.StreamRaw, "raw") {
			_ = js.DeleteConsumer(t.Context(), contract.StreamRaw, src.Durable()) // there is none at first
			_, err := js.Publish(t.Context(), "raw."+string(src.Lane)+".acme", []byte(src.Lane))
			require.NoError(t, err)
		}
		for _, src := range bus.Sources(contract.Normalize, contract.StreamRaw, "raw") {
			cons, err := js.CreateConsumer(t.Context(), contract.StreamRaw, bus.ConsumerConfig(bus.Config{}, src))
			require.NoError(t, err)
			if src.Lane != late {
				m, err := cons.Next(jetstream.FetchMaxWait(5 * time.Second))
				require.NoError(t, err)
				require.NoError(t, m.DoubleAck(t.Context()))
				_, err = js.Publish(t.Context(), "raw."+string(src.Lane)+".acme", []byte("more, so that its own floor counts"))
				require.NoError(t, err)
			}
		}
		j := janitor{js: js, keep: time.Hour, clock: func() time.Time { return time.Now().Add(2 * time.Hour) }, log: zap.NewNop()}
		require.NoError(t, j.purge(t.Context()))
		m, err := raw.GetLastMsgForSubject(t.Context(), "raw."+string(late)+".acme")
		require.NoError(t, err, "nobody has read it yet")
		require.Equal(t, string(late), string(m.Data))
	}
}

// A reader on a replica that has not caught up sees nothing where the stream has young
// originals: none of them may go for that.
func TestAReaderThatSeesNothingPurgesNothingYoung(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		state jetstream.StreamState
		want  uint64
	}{
		"young ones":  {jetstream.StreamState{Msgs: 88, LastSeq: 88, LastTime: now.Add(time.Minute)}, 0},
		"at the time": {jetstream.StreamState{Msgs: 88, LastSeq: 88, LastTime: now}, 0},
		"old ones":    {jetstream.StreamState{Msgs: 88, LastSeq: 88, LastTime: now.Add(-time.Minute)}, 89},
		"none":        {jetstream.StreamState{LastSeq: 88, LastTime: now.Add(time.Minute)}, 89},
	} {
		require.Equal(t, c.want, noneAfter(c.state, now), name)
	}
}
