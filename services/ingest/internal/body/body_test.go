package body_test

import (
	"bytes"
	"compress/gzip"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/httpbody"
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

func lease() *httpbody.Lease { return httpbody.NewLease(httpbody.NewBudget(1<<30), "a") }

func TestInflate(t *testing.T) {
	t.Parallel()
	var z body.Inflater
	packed := pack(t, []byte("hello"))
	for range 2 { // the second time with the first one's reader
		data, err := z.Inflate(lease(), packed, 5)
		require.NoError(t, err)
		require.Equal(t, "hello", string(data))
		_, err = z.Inflate(lease(), packed, 4)
		require.ErrorIs(t, err, httpbody.ErrTooLarge)
	}
	two, err := z.Inflate(lease(), append(pack(t, []byte("a")), pack(t, []byte("b"))...), 5)
	require.NoError(t, err)
	require.Equal(t, "ab", string(two))
	for _, bad := range [][]byte{nil, []byte("hello"), packed[:len(packed)-3], append(pack(t, []byte("a")), 'x')} {
		_, err := z.Inflate(lease(), bad, 5)
		require.ErrorIs(t, err, body.ErrGzip)
	}
}

func TestABombIsNotInflated(t *testing.T) {
	bomb := pack(t, make([]byte, 64<<20))
	var z body.Inflater
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := z.Inflate(lease(), bomb, 1<<20)
	runtime.ReadMemStats(&after)
	require.ErrorIs(t, err, httpbody.ErrTooLarge)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20), "bytes allocated for a limit of 1 MiB")
}

func FuzzInflate(f *testing.F) {
	f.Add(pack(f, []byte("hello")), int64(3))
	f.Fuzz(func(t *testing.T, data []byte, limit int64) {
		limit = max(0, limit%100_000)
		var z body.Inflater
		out, err := z.Inflate(lease(), data, limit)
		require.True(t, int64(len(out)) <= limit)
		require.True(t, err == nil || out == nil)
	})
}
