package httpbody_test

import (
	"bytes"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/httpbody"
)

func TestWhatIsReadIsWhatCame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 100_000).Draw(t, "data")
		limit := rapid.Int64Range(0, 100_000).Draw(t, "limit")
		declared := rapid.SampledFrom([]int64{-1, int64(len(data)), int64(len(data)) + 1}).Draw(t, "declared")
		source := iotest.HalfReader(bytes.NewReader(data))
		if rapid.Bool().Draw(t, "the end comes with the last bytes") {
			source = iotest.DataErrReader(source)
		}
		b := httpbody.NewBudget(1 << 20)
		l := httpbody.NewLease(b, "a")
		got, err := l.Read(source, declared, limit)
		switch size := max(declared, int64(len(data))); {
		case size > limit:
			require.ErrorIs(t, err, httpbody.ErrTooLarge)
		case declared > int64(len(data)):
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		default:
			require.NoError(t, err)
			require.True(t, bytes.Equal(data, got))
			require.LessOrEqual(t, int64(cap(got)), 1<<20-b.Free(), "what is held is counted")
		}
		l.Release()
		require.EqualValues(t, 1<<20, b.Free())
	})
}

func TestAPromiseTakesLittle(t *testing.T) {
	t.Parallel()
	b := httpbody.NewBudget(1 << 20)
	r, w := io.Pipe()
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = httpbody.NewLease(b, "a").Read(r, 1<<20, 1<<20)
	}()
	_, err := w.Write([]byte("one byte of a megabyte"))
	require.NoError(t, err)
	require.Greater(t, b.Free(), int64(1<<20-1<<16))
	require.NoError(t, w.Close())
	<-read
}

func TestOneOwnerLeavesRoomForOthers(t *testing.T) {
	t.Parallel()
	b := httpbody.NewBudget(64 << 20)
	const document = 1 << 20
	for n := range 6 { // each takes all that it gets
		owner := strconv.Itoa(n)
		require.True(t, b.Take(owner, document), "owner %d finds room", n)
		for b.Take(owner, document) {
		}
	}
	require.Positive(t, b.Free())
}

func TestALeaseMovesOrStays(t *testing.T) {
	t.Parallel()
	from, to := httpbody.NewBudget(1<<20), httpbody.NewBudget(1<<20)
	l := httpbody.NewLease(from, "stranger")
	_, err := l.Read(strings.NewReader(strings.Repeat("x", 1000)), 1000, 1000)
	require.NoError(t, err)
	require.True(t, l.Move(to, "acme"))
	require.EqualValues(t, 1<<20, from.Free())
	require.EqualValues(t, 1<<20-1000, to.Free())
	require.False(t, l.Move(httpbody.NewBudget(1000), "acme"))
	l.Release()
	require.EqualValues(t, 1<<20, to.Free())
	_, err = httpbody.NewLease(httpbody.NewBudget(100), "a").Read(strings.NewReader("x"), 1000, 1000)
	require.ErrorIs(t, err, httpbody.ErrBusy)
}

func TestWhoSendsSlowlyIsCutOff(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]httpbody.Pace{
		"nothing comes":        {Rate: 1 << 20, Grace: 20 * time.Millisecond, Whole: time.Hour},
		"the whole takes long": {Whole: 20 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, client := net.Pipe()
			defer func() { _ = client.Close() }()
			go func() { _, _ = client.Write([]byte("a few bytes")) }()
			_, err := httpbody.NewLease(httpbody.NewBudget(1<<20), "a").Read(p.Reader(server, time.Now, server.SetReadDeadline), 1000, 1000)
			require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		})
	}
}

func TestWhoSendsSteadilyIsNot(t *testing.T) {
	t.Parallel()
	server, client := net.Pipe()
	data := bytes.Repeat([]byte("x"), 64<<10)
	go func() { _, _ = client.Write(data); _ = client.Close() }()
	p := httpbody.Pace{Rate: 1 << 10, Grace: time.Minute, Whole: time.Minute}
	got, err := httpbody.NewLease(httpbody.NewBudget(1<<20), "a").Read(p.Reader(server, time.Now, server.SetReadDeadline), int64(len(data)), 1<<20)
	require.NoError(t, err)
	require.Len(t, got, len(data))
}
