package hll_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts/hll"
)

// Redis itself is the measure: the same elements give the same estimate, and each
// reads what the other wrote.
func TestItCountsAsRedisDoes(t *testing.T) {
	t.Parallel()
	rdb, ctx := localtest.Redis(t), t.Context()
	for _, n := range []int{1, 2, 7, 100, 599, 600, 601, 1500, 5000, 60_000} {
		var ours hll.Sketch
		key, elements := fmt.Sprint("k", n), make([]any, n)
		for i := range elements {
			e := fmt.Sprintf("%x reader %d", n*7919, i)
			elements[i] = e
			ours.Add(e)
			require.False(t, ours.Add(e), "twice is once")
		}
		require.NoError(t, rdb.PFAdd(ctx, key, elements...).Err())
		raw, err := rdb.Get(ctx, key).Bytes()
		require.NoError(t, err)
		theirs, err := rdb.PFCount(ctx, key).Result()
		require.NoError(t, err)
		require.Equal(t, theirs, ours.Count(), "%d elements", n)

		require.NoError(t, rdb.Set(ctx, "ours", ours.Bytes(), 0).Err())
		require.Equal(t, theirs, rdb.PFCount(ctx, "ours").Val(), "Redis reads ours")
		require.NoError(t, rdb.PFMerge(ctx, "ours", key).Err())
		require.Equal(t, theirs, rdb.PFCount(ctx, "ours").Val(), "merged it is the same")

		var read, again hll.Sketch
		require.NoError(t, read.Merge(raw))
		require.Equal(t, theirs, read.Count(), "we read Redis's")
		require.NoError(t, again.Merge(ours.Bytes()))
		require.Equal(t, ours.Bytes(), again.Bytes())
	}
}

func TestAnEmptySketchIsNothing(t *testing.T) {
	t.Parallel()
	var s hll.Sketch
	require.Zero(t, s.Count())
	require.Nil(t, s.Bytes())
	require.NoError(t, s.Merge(nil))
}

func FuzzMerge(f *testing.F) {
	var s hll.Sketch
	s.Add("a")
	f.Add(s.Bytes())
	for i := range 1000 {
		s.Add(fmt.Sprint(i))
	}
	f.Add(s.Bytes())
	f.Add([]byte("HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s, again hll.Sketch
		if s.Merge(data) != nil {
			return
		}
		if err := again.Merge(s.Bytes()); err != nil || again.Count() != s.Count() {
			t.Fatalf("%v: %d is not %d", err, again.Count(), s.Count())
		}
	})
}
