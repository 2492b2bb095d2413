package dedup_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/dedup"
)

// anyVersion draws versions that lack any field, from small ranges, so that ties
// are frequent.
func anyVersion() *rapid.Generator[dedup.Version] {
	return rapid.Custom(func(t *rapid.T) dedup.Version {
		v := dedup.Version{
			Epoch:  rapid.Uint64Range(0, 2).Draw(t, "epoch"),
			Status: rapid.SampledFrom([]dedup.Status{dedup.Usable, dedup.Usable, dedup.Withheld, dedup.Canceled}).Draw(t, "status"),
			Seq:    rapid.Uint64Range(1, 4).Draw(t, "seq"), Pos: rapid.IntRange(1, 3).Draw(t, "pos"), Replay: rapid.IntRange(0, 2).Draw(t, "replay"),
		}
		if v.Epoch > 0 {
			v.Since = rapid.Uint64Range(0, 5).Draw(t, "since")
		}
		v.Lacked = rapid.Uint64Range(0, 4).Draw(t, "lacked")
		if v.HasNumber = rapid.Bool().Draw(t, "hasNumber"); v.HasNumber {
			v.Number = rapid.Uint64Range(0, 3).Draw(t, "number")
		}
		if v.HasCreated = rapid.Bool().Draw(t, "hasCreated"); v.HasCreated {
			v.Created = time.Unix(rapid.Int64Range(0, 3).Draw(t, "created"), 1000).UTC()
		}
		return v
	})
}

func TestTheOrderIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		last := anyVersion().Draw(rt, "last").First()
		a, b, c := last, anyVersion().Draw(rt, "b").After(last), anyVersion().Draw(rt, "c").After(last)
		if rapid.Bool().Draw(rt, "a is another") {
			a = anyVersion().Draw(rt, "a").After(last)
		}
		require.Zero(rt, dedup.Compare(a, a))
		require.Equal(rt, dedup.Compare(a, b), -dedup.Compare(b, a), "antisymmetric")
		if dedup.Compare(a, b) <= 0 && dedup.Compare(b, c) <= 0 {
			require.LessOrEqual(rt, dedup.Compare(a, c), 0, "transitive")
		}
		if dedup.Compare(a, b) == 0 {
			require.True(rt, a.SameArrival(b), "only the same arrival is equal")
		}
		require.Equal(rt, b, b.After(last), "to compete twice changes nothing")
		require.Equal(rt, b.Basis, c.Basis, "they compete by the same fields")
		if killed := dedup.Canceled; b.Epoch == c.Epoch && b.Status == killed && c.Status != killed {
			require.Positive(rt, dedup.Compare(b, c), "a kill comes after all of its epoch")
		}
		require.Equal(rt, last.Basis, b.Basis, "the first version fixes the basis for good")
	})
}

func TestAVersionReadsBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		v := anyVersion().Draw(rt, "version")
		if rapid.Bool().Draw(rt, "first") {
			v = v.First()
		}
		back, err := dedup.ParseVersion(v.String())
		require.NoError(rt, err)
		require.Equal(rt, v, back)
	})
	for _, s := range []string{"", "e=0", "k=u", "k=x s=1", "k=u s=0", "k=u s=1 n=-1", "k=u s=1 c=today", "k=u s=x", "k=u s=1 p", "s=1", "k=u s=1 p=1.5"} {
		_, err := dedup.ParseVersion(s)
		require.Error(t, err, s)
	}
}

func TestWhatWasNotSaidDoesNotCount(t *testing.T) {
	t.Parallel()
	v := dedup.Version{Number: 7, Created: time.Unix(1, 0), Seq: 1}.First()
	require.Zero(t, v.Number)
	require.True(t, v.Created.IsZero())
	require.Equal(t, dedup.Basis{}, v.Basis)
}

func FuzzParseVersion(f *testing.F) {
	f.Add("e=0 k=u n=3 c=2024-05-01T10:00:00Z s=17 p=1 y=0 b=nc")
	f.Add("k=c s=1")
	f.Fuzz(func(t *testing.T, s string) {
		v, err := dedup.ParseVersion(s)
		if err != nil {
			return
		}
		back, err := dedup.ParseVersion(v.String())
		if err != nil || !back.SameArrival(v) || dedup.Compare(back, v) != 0 {
			t.Fatalf("%q reads as %v, written %v: %v", s, v, back, err)
		}
	})
}
