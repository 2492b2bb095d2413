package window_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// What an index of one process holds is bounded, however often an article changes.
func TestTheOldestAreForgotten(t *testing.T) {
	t.Parallel()
	index := window.NewMemory(3, time.Hour)
	for i := range 3 {
		require.NoError(t, index.Put(t.Context(), []window.Entry{entry(fmt.Sprint(i), text(1))}))
	}
	for range 10 {
		require.NoError(t, index.Put(t.Context(), []window.Entry{entry("0", text(1))}))
	}
	require.LessOrEqual(t, index.Queued(), 13)
	require.Equal(t, []string{"0", "1", "2"}, claimed(t, index, later("asks")))
	_, known := index.Get(id("1"))
	require.False(t, known, "the oldest one makes room")
	for range 100 {
		require.NoError(t, index.Put(t.Context(), []window.Entry{entry("0", text(1)), entry("2", text(1)), entry("3", text(1))}))
	}
	require.Equal(t, 3, index.Queued(), "those that are gone are forgotten")
}

func later(name string) window.Entry {
	e := entry(name, text(1))
	e.At = now.Add(time.Millisecond)
	return e
}

func TestAProcessKeepsABoundedNumberOfRecords(t *testing.T) {
	t.Parallel()
	k := window.NewKnown()
	for i := range 2*window.MaxKnown + 3 {
		k.Put(fmt.Sprint(i))
		require.True(t, k.Has(fmt.Sprint(i)))
		require.False(t, k.Has(fmt.Sprint(i-window.MaxKnown)), i)
		require.True(t, i < window.MaxKnown || k.Has(fmt.Sprint(i-window.MaxKnown+1)), i)
	}
}

// Two bands in one place would make candidates of what has nothing in common.
func TestEachBandHasAPlaceOfItsOwn(t *testing.T) {
	t.Parallel()
	type place struct {
		bucket uint32
		field  string
	}
	of := map[place]uint32{}
	for _, step := range []uint32{2, 2 * window.Buckets, 2654435768} {
		for i := range uint32(1000) {
			band := i*step | 1
			bucket, field := window.PlaceOf(band)
			require.Less(t, bucket, uint32(window.Buckets))
			other, taken := of[place{bucket, field}]
			require.True(t, !taken || other == band, "%d and %d", band, other)
			of[place{bucket, field}] = band
		}
	}
}

// What is of the same time has no order: neither repeats the other.
func TestOfTwoAtTheSameTimeNeitherIsBefore(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		require.NoError(t, index.Put(t.Context(), []window.Entry{entry("a", text(1)), entry("b", text(1))}))
		require.Empty(t, claimed(t, index, entry("a", text(1))))
		require.Empty(t, claimed(t, index, entry("b", text(1))))
	})
}

// An article that is handled late, as the flood after an outage is, counts by its time.
func TestTheTimeOfAnArticleCountsNotWhenItCame(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		for name, age := range map[string]time.Duration{"old": time.Hour + time.Second, "fresh": time.Hour - time.Millisecond} {
			e := entry(name, text(1))
			e.At = now.Add(-age)
			_, err := index.Claim(t.Context(), []window.Entry{e})
			require.NoError(t, err)
		}
		asks := entry("asks", text(1))
		require.Equal(t, []string{"fresh"}, claimed(t, index, asks))
	})
}

func TestAnArticleIsKeptForTheRestOfItsWindow(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	index := window.NewRedis(rdb, time.Hour, func() time.Time { return now })
	expired, fresh := entry("expired", text(1)), entry("fresh", text(1))
	expired.At, fresh.At = now.Add(-time.Hour), now.Add(-50*time.Minute)
	require.NoError(t, index.Put(t.Context(), []window.Entry{expired, fresh}))
	left, err := rdb.PTTL(t.Context(), "wireroom:{dup}:2:e:"+fresh.Article).Result()
	require.NoError(t, err)
	require.Positive(t, left)
	require.LessOrEqual(t, left, 10*time.Minute)
}

func TestAWindowOfDaysFindsWhatIsOfAnotherDay(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	index := window.NewRedis(rdb, 48*time.Hour, func() time.Time { return now })
	old := entry("old", text(1))
	old.At = now.Add(-47 * time.Hour)
	require.NoError(t, index.Put(t.Context(), []window.Entry{old}))
	require.Equal(t, []string{"old"}, claimed(t, index, entry("asks", text(1))))
}

func TestIDsAreAsLongAsARecordHolds(t *testing.T) {
	t.Parallel()
	index := window.NewRedis(localtest.Redis(t), time.Hour, func() time.Time { return now })
	for _, c := range []struct {
		original, story int
		fits            bool
	}{{255, 255, true}, {256, 255, false}, {255, 256, false}} {
		e := entry("a", text(1))
		e.Original, e.Story = strings.Repeat("o", c.original), strings.Repeat("s", c.story)
		err := index.Put(t.Context(), []window.Entry{e})
		if !c.fits {
			require.ErrorContains(t, err, "where a record holds 255")
			continue
		}
		require.NoError(t, err)
		found, err := index.Claim(t.Context(), []window.Entry{entry("b", text(1))})
		require.NoError(t, err)
		require.Len(t, found[0], 1)
		require.Equal(t, [2]string{e.Original, e.Story}, [2]string{found[0][0].Original, found[0][0].Story})
	}
}

// Whatever stands in Redis, of another build or damaged, is no candidate and costs nobody.
func TestARecordThatCanNotBeReadIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(record string) string{
		"another format":              func(r string) string { return r[:32] + "\x02" + r[33:] },
		"an id longer than the rest":  func(r string) string { return r[:41] + "\xff" + r[42:] },
		"an id of the longest length": func(r string) string { return r[:41] + "\xff" + r[42:] + strings.Repeat("x", 300) },
		"cut within the first id":     func(r string) string { return r[:58] },
		"cut within the text":         func(r string) string { return r[:len(r)-1] },
		"hardly more than its head":   func(r string) string { return r[:57] },
		"an order alone":              func(r string) string { return r[:16] },
		"empty":                       func(string) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rdb := localtest.Redis(t)
			index := window.NewRedis(rdb, time.Hour, func() time.Time { return now })
			for _, n := range []string{"a", "b", "c"} {
				e := entry(n, text(1))
				e.Original, e.Story, e.Sequence = id("original"), id("original"), 1
				require.NoError(t, index.Put(t.Context(), []window.Entry{e}))
			}
			key := "wireroom:{dup}:2:e:" + id("a")
			record, err := rdb.Get(t.Context(), key).Result()
			require.NoError(t, err)
			require.NoError(t, rdb.Set(t.Context(), key, damage(record), time.Hour).Err())
			require.Equal(t, []string{"b", "c"}, claimed(t, index, entry("asks", text(1))))
		})
	}
}

// What candidates are copies of is a candidate too, four of them at most, and one that is
// gone hides no other.
func TestTheOriginalsOfCandidatesAreBounded(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		for i := range 40 {
			original := entry(fmt.Sprint("original", i), words(fmt.Sprintf("vote%c%c", 'a'+i%26, 'a'+i/26), 0))
			original.At = now.Add(-time.Minute)
			e := entry(fmt.Sprint("copy", i), text(i))
			e.Original, e.Sequence = original.Article, 1
			if i == 38 {
				e.Original = id("gone")
			}
			require.NoError(t, index.Put(t.Context(), []window.Entry{original, e}))
		}
		copies, originals := 0, 0
		for _, name := range claimed(t, index, later("asks")) {
			if strings.HasPrefix(name, "copy") {
				copies++
			} else {
				originals++
			}
		}
		require.Greater(t, copies, window.MaxOriginals+1)
		require.Equal(t, window.MaxOriginals, originals)
	})
}
