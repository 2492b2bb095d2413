package window_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/story"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

var now = time.Now()

// conform runs a test on both kinds of index.
func conform(t *testing.T, test func(t *testing.T, index window.Index)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		test(t, window.NewMemory(1000, time.Hour))
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		test(t, window.NewRedis(localtest.Redis(t), time.Hour, func() time.Time { return now }))
	})
}

func id(name string) string { return (name + strings.Repeat("x", 16))[:16] }

func entry(name, body string) window.Entry {
	return window.Entry{Article: id(name), At: now, Print: near.Of("", body), Features: story.Of("", body)}
}

func text(n int) string {
	return fmt.Sprintf("The ferry Northern Star number %d ran aground off Gull Island with %d passengers, the coast guard of Saltbury said on Tuesday.", n, n*17+200)
}

func claimed(t *testing.T, index window.Index, e window.Entry) (names []string) {
	t.Helper()
	found, err := index.Claim(t.Context(), []window.Entry{e})
	require.NoError(t, err)
	for _, c := range found[0] {
		names = append(names, strings.Trim(c.Article, "x"))
	}
	slices.Sort(names)
	return names
}

func TestOfTwoCopiesOneIsBeforeTheOther(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		const copies = 20
		before := make([]int, copies)
		var all sync.WaitGroup
		for i := range copies {
			all.Go(func() { before[i] = len(claimed(t, index, entry(fmt.Sprint(i), text(1)))) })
		}
		all.Wait()
		firsts := 0
		for _, n := range before {
			if n == 0 {
				firsts++
			}
		}
		require.Equal(t, 1, firsts)
	})
}

// The bands of a text that came often name its latest copies alone.
func TestManyCopiesHaveOneOriginal(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		first := entry("first", text(1))
		require.Empty(t, claimed(t, index, first))
		for i := range 3 * window.MaxSharing {
			e := entry(fmt.Sprint("copy", i), text(1))
			found, err := index.Claim(t.Context(), []window.Entry{e})
			require.NoError(t, err)
			answer := window.Decide(e, found[0])
			require.Equal(t, first.Article, answer.Original, i)
			e.Original, e.Story, e.Sequence = answer.Original, answer.Story, uint64(i+2)
			require.NoError(t, index.Put(t.Context(), []window.Entry{e}))
		}
	})
}

func TestTheSameQuestionHasTheSameAnswer(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		require.Empty(t, claimed(t, index, entry("a", text(1))))
		require.Equal(t, []string{"a"}, claimed(t, index, entry("b", text(1))))
		require.Empty(t, claimed(t, index, entry("a", text(1))), "what came later is none of its candidates")
		require.Equal(t, []string{"a"}, claimed(t, index, entry("b", text(1))))
		published := entry("b", text(1))
		published.Original, published.Story = id("a"), id("a")
		require.NoError(t, index.Put(t.Context(), []window.Entry{published}))
		require.Empty(t, claimed(t, index, entry("a", text(1))))
		found, err := index.Claim(t.Context(), []window.Entry{entry("c", text(1)), {Article: id("empty")}, entry("d", text(1))})
		require.NoError(t, err)
		require.Len(t, found[0], 2)
		require.Empty(t, found[1])
		require.Len(t, found[2], 3, "one call: the one before is there already")
		for _, c := range found[0] {
			want := entry("a", text(1))
			if c.Article == id("b") {
				want = published
			}
			require.Equal(t, want.Print.Shingles, c.Print.Shingles)
			require.Equal(t, want.Features, c.Features)
			require.Equal(t, [2]string{want.Original, want.Story}, [2]string{c.Original, c.Story})
		}
	})
}

func TestWhatIsRemovedIsNoCandidate(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		require.Empty(t, claimed(t, index, entry("a", text(1))))
		require.NoError(t, index.Remove(t.Context(), []string{id("a"), id("nobody")}))
		require.Empty(t, claimed(t, index, entry("b", text(1))))
		require.NoError(t, index.Remove(t.Context(), nil))
	})
}

// A reader of NEWS that is behind another one takes nothing back.
func TestAnOlderVersionReplacesNothing(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		first, second, other := entry("a", text(1)), entry("a", text(2)), entry("other", words("vote", 0))
		first.Sequence, second.Sequence = 5, 12
		require.NoError(t, index.Put(t.Context(), []window.Entry{second, first, other}))
		require.Equal(t, []string{"other"}, claimed(t, index, entry("asks", words("vote", 0))), "what follows is put in all the same")
		found, err := index.Claim(t.Context(), []window.Entry{entry("b", text(2))})
		require.NoError(t, err)
		require.Len(t, found[0], 1)
		require.Equal(t, second.Print.Exact, found[0][0].Print.Exact)
	})
}

func TestOldArticlesAreNoCandidates(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		old, fresh := entry("old", text(1)), entry("fresh", text(1))
		old.At, fresh.At = now.Add(-61*time.Minute), now.Add(-59*time.Minute)
		require.NoError(t, index.Put(t.Context(), []window.Entry{old, fresh}))
		require.Equal(t, []string{"fresh"}, claimed(t, index, entry("b", text(1))))
	})
}

func TestThePositionIsKept(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		p, err := index.Position(t.Context())
		require.NoError(t, err)
		require.Zero(t, p)
		at := func(life string, sequence uint64) window.Position {
			return window.Position{Life: life, Sequence: sequence}
		}
		require.ErrorIs(t, index.Advance(t.Context(), at("abc", 3)), window.ErrEmptied)
		require.NoError(t, index.Begin(t.Context(), at("abc", 7)))
		require.NoError(t, index.Advance(t.Context(), at("abc", 3)))
		p, err = index.Position(t.Context())
		require.NoError(t, err)
		require.Equal(t, at("abc", 7), p, "it does not go back")
		require.NoError(t, index.Advance(t.Context(), at("abc", 11)))
		require.ErrorIs(t, index.Advance(t.Context(), at("new", 12)), window.ErrEmptied)
		p, err = index.Position(t.Context())
		require.NoError(t, err)
		require.Equal(t, at("abc", 11), p)
	})
}

// An answer is bounded, however many share a text.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	conform(t, func(t *testing.T, index window.Index) {
		var many []window.Entry
		for i := range 200 {
			many = append(many, entry(fmt.Sprint(i), text(i)))
		}
		require.NoError(t, index.Put(t.Context(), many))
		require.LessOrEqual(t, len(claimed(t, index, entry("b", text(3)))), window.MaxCandidates)
	})
}

func TestAnOutageIsToldFromARefusal(t *testing.T) {
	t.Parallel()
	server := localtest.RedisServer(t)
	index := window.NewRedis(server.Client(), time.Hour, time.Now)
	_, err := index.Claim(t.Context(), []window.Entry{{Article: "short", Print: near.Of("", text(1))}})
	require.ErrorIs(t, err, window.ErrRefused)
	server.Stop()
	_, err = index.Claim(t.Context(), []window.Entry{entry("a", text(1))})
	require.ErrorIs(t, err, window.ErrAway)
}

// What one process knows of an article does not hide what another one has put in since.
func TestProcessesThatShareAnIndexKnowTheSame(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	clock := func() time.Time { return now }
	one, other := window.NewRedis(rdb, time.Hour, clock), window.NewRedis(rdb, time.Hour, clock)
	candidate := func(index window.Index) window.Candidate {
		found, err := index.Claim(t.Context(), []window.Entry{entry("asks", text(1))})
		require.NoError(t, err)
		require.Len(t, found[0], 1)
		return found[0][0]
	}
	a := entry("a", text(1))
	require.Empty(t, claimed(t, one, a))
	require.Empty(t, candidate(one).Story)
	require.Empty(t, candidate(one).Story, "known by now")
	a.Story, a.Original, a.Sequence = id("story"), id("original"), 7
	require.NoError(t, other.Put(t.Context(), []window.Entry{a}))
	for _, index := range []window.Index{one, other, one} {
		c := candidate(index)
		require.Equal(t, [2]string{a.Story, a.Original}, [2]string{c.Story, c.Original})
	}
	changed := entry("a", text(1)+" It was towed away.")
	changed.Story, changed.Original, changed.Sequence = a.Story, a.Original, 8
	require.NoError(t, other.Put(t.Context(), []window.Entry{changed}))
	require.Equal(t, changed.Print.Shingles, candidate(one).Print.Shingles)
	require.NoError(t, other.Remove(t.Context(), []string{a.Article}))
	require.Empty(t, claimed(t, one, entry("asks", text(1))))
}

// The ids of an entry are parts of a message's headers: of those nothing else stays.
func TestMemoryKeepsNoHeaders(t *testing.T) { //nolint:paralleltest // measures the heap
	const n, block = 1000, 32 << 10
	m := window.NewMemory(n, time.Hour)
	grown := localtest.HeapGrowth(t, func() {
		for i := range n {
			f := strings.Fields(fmt.Sprintf("article%d original story ", i) + strings.Repeat(" ", block))
			e := window.Entry{Article: f[0], Original: f[1], Story: f[2], Sequence: uint64(i), Print: near.Of("", fmt.Sprint("The ferry ran aground off island ", i))}
			_, err := m.Claim(t.Context(), []window.Entry{e})
			require.NoError(t, err)
			require.NoError(t, m.Put(t.Context(), []window.Entry{e}))
		}
	})
	require.Less(t, grown, uint64(n*block/4))
	_, found := m.Get("article0")
	require.True(t, found)
}
