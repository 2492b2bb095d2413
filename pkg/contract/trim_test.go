package contract

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

func TestADeadLetterKeepsWhatAnOperatorNeeds(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	long := nats.Header{HeaderDelivery: {"d-1"}, HeaderLane: {"wire"}, HeaderMsgID: {"d-1.1.n"}, "Small": {"x"},
		HeaderMedia: {strings.Repeat("m", 40_000)}, HeaderNotes: {strings.Repeat("n", 30_000)}}
	from := Origin{Subject: "raw.wire.acme", Stream: StreamRaw, Sequence: 5}
	dead := DeadLetter(Normalize, "acme", from, long, []byte("data"), ReasonRefused, errors.New("too long"), at)
	require.LessOrEqual(t, HeaderSize(dead.Header), maxDeadHeaders)
	require.Equal(t, HeaderMedia, dead.Header.Get(HeaderDeadTrimmed), "no more than has to be")
	require.Equal(t, "d-1", dead.Header.Get(HeaderDelivery))
	require.Len(t, dead.Header.Get(HeaderNotes), 30_000)
	require.Len(t, long[HeaderMedia][0], 40_000, "the message itself stays as it is")

	many := nats.Header{}
	for i := range 5000 {
		many["X-"+strings.Repeat("a", i%40)+string(rune('a'+i%26))+strings.Repeat("b", i%70)] = []string{strings.Repeat("v", 40)}
	}
	dead = DeadLetter(Normalize, "acme", from, many, nil, ReasonRefused, nil, at)
	require.LessOrEqual(t, HeaderSize(dead.Header), maxDeadHeaders)

	small := DeadLetter(Normalize, "acme", from, nats.Header{"A": {"b"}}, nil, ReasonRefused, nil, at)
	require.Empty(t, small.Header.Get(HeaderDeadTrimmed))

	bare := Bare(dead)
	require.Empty(t, bare.Data)
	require.Equal(t, "raw.wire.acme", bare.Header.Get(HeaderDeadSubject))
	require.NotEmpty(t, bare.Header.Get(HeaderDeadTrimmed))
	require.Less(t, HeaderSize(bare.Header), 4000)
}

func TestHeaderSizeIsWhatIsSent(t *testing.T) {
	t.Parallel()
	require.Equal(t, len("NATS/1.0\r\nA: b\r\nA: c\r\nLong: d\r\n\r\n"), HeaderSize(nats.Header{"A": {"b", "c"}, "Long": {"d"}}))
}

func TestASubjectsStream(t *testing.T) {
	t.Parallel()
	for subject, stream := range map[string]string{
		"raw.wire.acme": StreamRaw, "normalized.bulk.acme": StreamNormalized, "enriched.flash.acme": StreamEnriched,
		"lastword.a.new": StreamNews, "news.a": StreamNews, "held.a": StreamHeld, "release.a": StreamHeld,
		"receipt.acme.d": StreamReceipts, "dead.enrich.acme": StreamDead, "views.3": StreamViews, "other.x": "other",
	} {
		require.Equal(t, stream, StreamOfSubject(subject))
	}
}
