package scan_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func setUp(t *testing.T) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	return js
}

func TestQueueReadsBesideAStagesConsumer(t *testing.T) {
	t.Parallel()
	js := setUp(t)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true}))
	_, err := js.CreateConsumer(t.Context(), contract.StreamNormalized, jetstream.ConsumerConfig{Durable: "enrich-wire", AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err, "a work queue allows no second consumer")
	stream, err := js.Stream(t.Context(), contract.StreamNormalized)
	require.NoError(t, err)
	times := map[uint64]time.Time{}
	for n := range 30 {
		ack, err := js.Publish(t.Context(), fmt.Sprintf("normalized.wire.p%d", n%3), []byte("x"))
		require.NoError(t, err)
		m, err := stream.GetMsg(t.Context(), ack.Sequence)
		require.NoError(t, err)
		times[ack.Sequence] = m.Time
	}
	gone := []uint64{1, 2, 14, 15, 16, 29}
	for _, seq := range gone {
		require.NoError(t, stream.DeleteMsg(t.Context(), seq))
	}
	read := func(filter string, since time.Time, limit int) (seqs []uint64, all bool) {
		all, err := scan.Queue(t.Context(), js, contract.StreamNormalized, filter, since, limit, func(m scan.Msg) error {
			seqs = append(seqs, m.Sequence)
			return nil
		})
		require.NoError(t, err)
		return seqs, all
	}
	seqs, all := read("normalized.*.p0", time.Time{}, 100)
	require.Equal(t, []uint64{4, 7, 10, 13, 19, 22, 25, 28}, seqs)
	require.True(t, all)
	seqs, all = read("normalized.>", time.Time{}, 3)
	require.Equal(t, []uint64{3, 4, 5}, seqs)
	require.False(t, all, "the bound is told")
	for from := uint64(1); from <= 30; from++ {
		want := uint64(1)
		for slices.Contains(gone, want) || times[want].Before(times[from]) {
			want++
		}
		seqs, _ = read("normalized.>", times[from], 1)
		require.Equal(t, []uint64{want}, seqs, "from the time of %d on", from)
	}
	seqs, all = read("normalized.>", time.Now().Add(time.Hour), 100)
	require.Empty(t, seqs)
	require.True(t, all)
}

func TestEachEndsWithWhatIsThere(t *testing.T) {
	t.Parallel()
	js := setUp(t)
	err := scan.Each(t.Context(), js, contract.StreamDead, scan.Query{}, nil)
	require.ErrorContains(t, err, "no service has run")
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true}))
	require.NoError(t, scan.Each(t.Context(), js, contract.StreamDead, scan.Query{}, nil), "an empty stream is read at once")
	for range 600 { // more than one pull
		_, err := js.Publish(t.Context(), "dead.normalize.acme", []byte("data"))
		require.NoError(t, err)
	}
	n := 0
	require.NoError(t, scan.Each(t.Context(), js, contract.StreamDead, scan.Query{HeadersOnly: true, From: 101}, func(m scan.Msg) error {
		n++
		require.Empty(t, m.Data)
		return nil
	}))
	require.Equal(t, 500, n)
	require.NoError(t, scan.Each(t.Context(), js, contract.StreamDead, scan.Query{}, func(scan.Msg) error { n++; return scan.ErrStop }))
	require.Equal(t, 501, n)
}

func TestGetAsksTheLeaderOnceMore(t *testing.T) {
	t.Parallel()
	js := setUp(t)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true}))
	msg := &nats.Msg{Subject: "raw.wire.acme", Header: nats.Header{"X": {"a", "b"}}, Data: []byte("data")}
	ack, err := js.PublishMsg(t.Context(), msg)
	require.NoError(t, err)
	direct, err := scan.Get(t.Context(), js, contract.StreamRaw, ack.Sequence)
	require.NoError(t, err)
	leader, err := scan.FromLeader(t.Context(), js, contract.StreamRaw, ack.Sequence)
	require.NoError(t, err)
	require.Equal(t, direct.Header, leader.Header)
	require.Equal(t, "data", string(leader.Data))
	require.True(t, direct.Time.Equal(leader.Time))
	for _, seq := range []uint64{ack.Sequence + 1, 1000} {
		m, err := scan.Get(t.Context(), js, contract.StreamRaw, seq)
		require.NoError(t, err)
		require.Nil(t, m)
	}
}

// nats-server leaves messages out of a consumer that begins at a time and has several
// filters.
func TestSinceATimeNothingIsLeftOutBySeveralFilters(t *testing.T) {
	t.Parallel()
	js := setUp(t)
	stream, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.*"}, Storage: jetstream.MemoryStorage})
	require.NoError(t, err)
	var since time.Time
	for i, subject := range []string{"s.a", "s.a", "s.b", "s.c", "s.a"} {
		ack, err := js.Publish(t.Context(), subject, nil)
		require.NoError(t, err)
		if i == 1 {
			m, err := stream.GetMsg(t.Context(), ack.Sequence)
			require.NoError(t, err)
			since = m.Time
		}
	}
	for want, filters := range map[string][]string{"[2 3 5]": {"s.a", "s.b"}, "[2 5]": {"s.a"}, "[2 3 4 5]": nil, "[3 4]": {"s.b", "s.c"}} {
		var seqs []uint64
		require.NoError(t, scan.Each(t.Context(), js, "S", scan.Query{Filters: filters, Since: since}, func(m scan.Msg) error {
			seqs = append(seqs, m.Sequence)
			return nil
		}))
		require.Equal(t, want, fmt.Sprint(seqs))
	}
	later, err := scan.FirstSince(t.Context(), js, "S", time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, uint64(6), later)
}
