package iptc7901_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// The takes of a story end in its last lead, in whatever order they come, with and
// without times: an older one that comes late is stale.
func TestLateTakesAreStale(t *testing.T) {
	t.Parallel()
	tops := []string{"Quay burns =", "1ST LEAD\r\nQuay burns =", "2ND LEAD\r\nQuay burns =", "3RD LEAD\r\nQuay burns ="}
	rapid.Check(t, func(rt *rapid.T) {
		timed := rapid.Bool().Draw(rt, "timed")
		var last *dedup.State
		best := 0
		for i, n := range rapid.Permutation([]int{0, 1, 2, 3}).Draw(rt, "order") {
			end := ""
			if timed {
				end = []string{"031000", "031010", "031020", "031030"}[n] + " GMT May 24"
			}
			it := teleprintertest.Tidied(t, one(t, message("eca0130 2 i 40", "Quay-Fire/", tops[n], "Text.", end)))
			v := dedup.Version{Status: dedup.Usable, Seq: uint64(i + 1), Pos: 1}
			v.Number, v.HasNumber = tidy.Number(it.Version)
			v.Created, v.HasCreated = it.VersionCreated.Time, !it.VersionCreated.IsZero()
			d := dedup.Decide(last, dedup.State{Version: v, Hash: tops[n]})
			require.Equal(rt, i == 0 || n > best, d.Verdict == dedup.Publish, "%d after %d: %s", n, best, d.Verdict)
			if d.Verdict == dedup.Publish {
				last, best = &dedup.State{Version: d.Version, Hash: tops[n]}, n
			}
		}
		require.Equal(rt, 3, best)
	})
}
