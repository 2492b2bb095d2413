package index

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var now = time.Unix(1_800_000_000, 0)

func ids(hits []Hit) (out []string) {
	for _, h := range hits {
		out = append(out, h.ID)
	}
	return out
}

func TestWhatFitsBetterAndIsNewerComesFirst(t *testing.T) {
	t.Parallel()
	x := New(100)
	put := func(id string, seq uint64, age time.Duration, terms map[string]int) {
		x.Put(Text{id, seq, now.Add(-age), maps.All(terms)})
	}
	put("long", 1, 0, map[string]int{"fire": 1, "rest": 200})
	put("short", 2, 0, map[string]int{"fire": 1, "rest": 5})
	put("often", 3, 0, map[string]int{"fire": 5, "rest": 5})
	put("old", 4, 1000*time.Hour, map[string]int{"fire": 5, "rest": 5})
	put("other", 5, 0, map[string]int{"rain": 1})
	find := func(must, not []string) []string { return ids(x.Find(must, not, now, time.Hour)) }
	require.Equal(t, []string{"often", "short", "old", "long"}, find([]string{"fire"}, nil))
	require.Empty(t, find([]string{"fire", "rain"}, nil))
	require.Empty(t, find([]string{"fire"}, []string{"rest"}))
	require.Empty(t, find(nil, nil))
	x.Put(Text{"often", 2, now, maps.All(map[string]int{"fire": 9})})
	require.Len(t, find([]string{"rest", "fire"}, nil), 4, "an older version is not taken")
	x.Put(Text{"often", 9, now, maps.All(map[string]int{"rain": 9})})
	require.Equal(t, []string{"often", "other"}, find([]string{"rain"}, nil))
	x.Remove("often")
	require.Equal(t, []string{"other"}, find([]string{"rain"}, nil))
	x.Clear()
	require.Zero(t, x.Len())
	require.Empty(t, find([]string{"rain"}, nil))
}

// The index finds what a look at each text would, and never more texts than it may hold.
func TestTheIndexIsALookAtEachText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		most := rapid.IntRange(1, 40).Draw(r, "most")
		x, have, order := New(most), map[string]map[string]int{}, 0
		word := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		seq := uint64(0)
		for range rapid.IntRange(0, 60).Draw(r, "puts") {
			id := fmt.Sprint(rapid.IntRange(0, 20).Draw(r, "id"))
			if rapid.IntRange(0, 4).Draw(r, "remove") == 0 {
				x.Remove(id)
				delete(have, id)
				continue
			}
			terms := map[string]int{}
			for range rapid.IntRange(1, 4).Draw(r, "terms") {
				terms[word.Draw(r, "term")]++
			}
			seq++
			order++
			x.Put(Text{id, seq, now, maps.All(terms)})
			have[id] = terms
		}
		require.LessOrEqual(r, x.Len(), most)
		must, not := []string{word.Draw(r, "must")}, []string{word.Draw(r, "not")}
		if rapid.Bool().Draw(r, "two") {
			must = append(must, word.Draw(r, "must too"))
		}
		var want []string
		for id, terms := range have {
			if !slices.ContainsFunc(must, func(w string) bool { return terms[w] == 0 }) && terms[not[0]] == 0 {
				want = append(want, id)
			}
		}
		got := ids(x.Find(must, not, now, time.Hour))
		require.Subset(r, append(want, ""), append(got, ""))
		if order <= most*3/4 {
			require.ElementsMatch(r, want, got)
		}
	})
}
