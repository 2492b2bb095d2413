package views

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// named gives when each viewer who was named viewed an article, in unix seconds.
func named(list ...batch) map[string][]int64 {
	out := map[string][]int64{}
	for _, b := range list {
		for article, v := range b.Views {
			for i, viewer := range v.Viewers {
				out[article+" "+viewer] = append(out[article+" "+viewer], b.At-v.ago(i))
			}
		}
	}
	return out
}

// Batches that are joined count as they do one by one: how often, whom, and by what score.
func TestJoinedBatchesCountAsEachByItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var list []batch
		for range rapid.IntRange(1, 4).Draw(r, "batches") {
			b := batch{At: 1_800_000_000 + int64(rapid.IntRange(0, 3).Draw(r, "at")), Views: map[string]viewed{}}
			timed := rapid.Bool().Draw(r, "timed")
			for _, article := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 3, func(s string) string { return s }).Draw(r, "articles") {
				v := viewed{Count: rapid.IntRange(1, 4).Draw(r, "count")}
				for i := range rapid.IntRange(0, v.Count).Draw(r, "named") {
					v.Viewers = append(v.Viewers, fmt.Sprint(i))
				}
				for i := range v.Count {
					if timed {
						v.Ago = append(v.Ago, int64(rapid.IntRange(0, 9999).Draw(r, fmt.Sprint("ago", i))))
					}
				}
				b.Views[article] = v
			}
			list = append(list, b)
		}
		want, total := sum(list, time.Hour)
		got, n := sum([]batch{joined(list)}, time.Hour)
		require.Equal(r, total, n)
		require.Len(r, got.Views, len(want.Views))
		require.Equal(r, named(list...), named(joined(list)), "who viewed what, and when")
		for article, w := range want.Views {
			g := got.Views[article]
			require.Equal(r, w.Count, g.Count)
			require.Equal(r, w.Viewers, g.Viewers)
			require.Equal(r, w.At, g.At)
			require.InDelta(r, w.Score, g.Score, 1e-9)
		}
	})
}
