package views

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

func TestASnapshotIsAheadOfAStore(t *testing.T) {
	t.Parallel()
	m := &manifest{Life: "a", Seq: 5}
	for _, c := range []struct {
		have  counts.Position
		life  string
		ahead bool
	}{
		{counts.Position{Life: "a", Seq: 4}, "a", true},
		{counts.Position{Life: "a", Seq: 5}, "a", false},
		{counts.Position{Life: "a", Seq: 6}, "a", false},
		{counts.Position{Life: "a", Seq: 4}, "b", true},
		{counts.Position{Life: "b", Seq: 1}, "b", false}, // it has gone on where the snapshot has not
		{counts.Position{Life: "c", Seq: 9}, "b", true},
	} {
		require.Equal(t, c.ahead, m.ahead(c.have, c.life), "%v in %s", c.have, c.life)
	}
	require.False(t, (*manifest)(nil).ahead(counts.Position{Life: "a"}, "a"))
}

func TestPortionsGrowWithTheirShard(t *testing.T) {
	t.Parallel()
	for articles, want := range map[int]int{
		0: 1, portionRows: 1, portionRows + 1: 2, 2 * portionRows: 2, 2*portionRows + 1: 4,
		512*portionRows + 1: maxPortions, maxPortions*portionRows + 1: maxPortions, 100 * maxPortions * portionRows: maxPortions,
	} {
		require.Equal(t, want, portionsFor(articles), articles)
	}
	for _, c := range []struct {
		portions, rows int
		outgrown       bool
	}{
		{2, 8 * portionRows, false}, {2, 8*portionRows + 1, true}, {1, 8 * portionRows, true},
		{maxPortions, 100 * maxPortions * portionRows, false},
	} {
		m := manifest{Portions: make([]portion, c.portions)}
		m.Portions[0].Rows, m.Portions[c.portions-1].Rows = c.rows/2, c.rows-c.rows/2
		if c.portions == 1 {
			m.Portions[0].Rows = c.rows
		}
		require.Equal(t, c.outgrown, m.outgrown(), "%+v", c)
	}
}
