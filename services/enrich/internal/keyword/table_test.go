package keyword

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestTableIsAMap: through growing and clearing, beside Go's own.
func TestTableIsAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table := newTable(4)
		for range rapid.IntRange(1, 4).Draw(t, "texts") {
			want := map[uint64]int32{}
			for i, key := range rapid.SliceOf(rapid.Uint64Range(0, 40)).Draw(t, "keys") {
				s, ok := table.at(key)
				value, known := want[key]
				require.Equal(t, known, ok)
				if !known {
					s.value, want[key] = int32(i), int32(i)
					continue
				}
				require.Equal(t, value, s.value)
			}
			table.clear()
		}
	})
}

func TestTableComesRoundAgain(t *testing.T) {
	t.Parallel()
	table := newTable(4)
	table.at(1)
	table.round = 1<<32 - 1
	table.clear()
	_, ok := table.at(1)
	require.False(t, ok)
}
