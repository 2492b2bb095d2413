package body_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/ingest/internal/body"
)

func pack(t testing.TB, data []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, err := z.Write(data)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return buf.Bytes()
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, declared := range []int64{5, -1} {
		data, err := body.Read(strings.NewReader("hello"), declared, 5)
		require.NoError(t, err)
		require.Equal(t, "hello", string(data))
		_, err = body.Read(strings.NewReader("hello"), declared, 4)
		require.ErrorIs(t, err, body.ErrTooLarge)
		_, err = body.Read(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("hello"))), declared, 5)
		require.ErrorIs(t, err, iotest.ErrTimeout)
	}
	_, err := body.Read(strings.NewReader("hell"), 5, 5)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) { u.t.Error("read"); return 0, io.EOF }

func TestReadTouchesNothingThatSaysItIsTooLarge(t *testing.T) {
	t.Parallel()
	_, err := body.Read(untouched{t}, 11, 10)
	require.ErrorIs(t, err, body.ErrTooLarge)
}

func TestReadStopsAtTheLimit(t *testing.T) {
	t.Parallel()
	endless := &counter{}
	_, err := body.Read(endless, -1, 1000)
	require.ErrorIs(t, err, body.ErrTooLarge)
	require.LessOrEqual(t, endless.n, 1001)
}

type counter struct{ n int }

func (c *counter) Read(p []byte) (int, error) { c.n += len(p); return len(p), nil }

func TestInflate(t *testing.T) {
	t.Parallel()
	var z body.Inflater
	packed := pack(t, []byte("hello"))
	for range 2 { // the second time with the first one's reader
		data, err := z.Inflate(packed, 5)
		require.NoError(t, err)
		require.Equal(t, "hello", string(data))
		_, err = z.Inflate(packed, 4)
		require.ErrorIs(t, err, body.ErrTooLarge)
	}
	two, err := z.Inflate(append(pack(t, []byte("a")), pack(t, []byte("b"))...), 5)
	require.NoError(t, err)
	require.Equal(t, "ab", string(two))
	for _, bad := range [][]byte{nil, []byte("hello"), packed[:len(packed)-3], append(pack(t, []byte("a")), 'x')} {
		_, err := z.Inflate(bad, 5)
		require.ErrorIs(t, err, body.ErrGzip)
	}
}

func TestABombIsNotInflated(t *testing.T) {
	bomb := pack(t, make([]byte, 64<<20))
	var z body.Inflater
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := z.Inflate(bomb, 1<<20)
	runtime.ReadMemStats(&after)
	require.ErrorIs(t, err, body.ErrTooLarge)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20), "bytes allocated for a limit of 1 MiB")
}

func FuzzInflate(f *testing.F) {
	f.Add(pack(f, []byte("hello")), int64(3))
	f.Fuzz(func(t *testing.T, data []byte, limit int64) {
		limit = max(0, limit%100_000)
		var z body.Inflater
		out, err := z.Inflate(data, limit)
		require.True(t, int64(len(out)) <= limit)
		require.True(t, err == nil || out == nil)
	})
}
