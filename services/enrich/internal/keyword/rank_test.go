package keyword

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestTheBestArePlacedAsIfAllWereSorted: equals in the order in which they came.
func TestTheBestArePlacedAsIfAllWereSorted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 12).Draw(t, "most")
		var all []ranked
		c := newCounter()
		for i, score := range rapid.SliceOfN(rapid.IntRange(0, 9), 0, 40).Draw(t, "scores") {
			all = append(all, ranked{i, float64(score)})
			c.place(all[i], most)
		}
		slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
		require.Equal(t, all[:min(most, len(all))], c.ranked)
	})
}
