package counts_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts/countstest"
)

func TestRedisIsAStore(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	countstest.Run(t, &countstest.Subject{Store: counts.NewRedis(rdb, countstest.Half),
		Empty: func() { require.NoError(t, rdb.FlushAll(t.Context()).Err()) }})
}

func TestMemoryIsAStore(t *testing.T) {
	t.Parallel()
	m := counts.NewMemory(countstest.Half)
	countstest.Run(t, &countstest.Subject{Store: m, Empty: m.Empty})
}

// Both compute the same score, and what one saved the other goes on with.
func TestBothStoresAgree(t *testing.T) {
	t.Parallel()
	ctx, rdb := t.Context(), counts.NewRedis(localtest.Redis(t), countstest.Half)
	m := counts.NewMemory(countstest.Half)
	var rows [2][]counts.Row
	for i, s := range []counts.Store{rdb, m} {
		at := counts.Position{Life: "l"}
		_, err := s.Restore(ctx, 1, "", at, func(func([]counts.Row, error) bool) {})
		require.NoError(t, err)
		for n := range 20 {
			to := counts.Position{Life: "l", Seq: at.Seq + 1}
			views := map[string]counts.Viewed{"a": {Count: n, Viewers: []string{string(rune('a' + n))}}}
			at, err = s.Apply(ctx, 1, at, to, counts.Change{Views: views}, time.Unix(1_800_000_000+int64(n*777), 0))
			require.NoError(t, err)
			require.Equal(t, to, at)
		}
		_, rows[i], err = s.Read(ctx, 1, []string{"a", "b"})
		require.NoError(t, err)
		require.Len(t, rows[i], 1)
		rows[i][0].Viewers = nil // another order of runs is the same set
	}
	require.Equal(t, rows[0], rows[1])
	_, saved, err := rdb.Read(ctx, 1, []string{"a"})
	require.NoError(t, err)
	_, err = m.Restore(ctx, 2, "", counts.Position{Life: "l"}, func(yield func([]counts.Row, error) bool) { yield(slices.Clone(saved), nil) })
	require.NoError(t, err)
	told, err := m.Tell(ctx, 2, []string{"a"})
	require.NoError(t, err)
	theirs, err := rdb.Tell(ctx, 1, []string{"a"})
	require.NoError(t, err)
	require.Equal(t, theirs, told)
	require.InDelta(t, 20, told["a"].Unique, 1)
}

// An order that is missing, as of an earlier release, or of another half-life is made again.
func TestTheOrderIsMadeAgain(t *testing.T) {
	t.Parallel()
	ctx, rdb := t.Context(), localtest.Redis(t)
	s := counts.NewRedis(rdb, time.Hour)
	var rows []counts.Row
	for i := range 1200 {
		rows = append(rows, counts.Row{Article: fmt.Sprint("a", i), Count: 1, Trend: fmt.Sprintf("%d.5 1800000000", i)})
	}
	_, err := s.Restore(ctx, 3, "", counts.Position{Life: "l"}, func(yield func([]counts.Row, error) bool) { yield(rows, nil) })
	require.NoError(t, err)
	top, err := s.Top(ctx, 3, 0, 2)
	require.NoError(t, err)
	require.Equal(t, "a1199", top[0].Article)
	require.Equal(t, "a1198", top[1].Article)
	require.NoError(t, rdb.Del(ctx, "wireroom:{v3}:z", "wireroom:{v3}:zh").Err())
	other := counts.NewRedis(rdb, time.Minute)
	for _, again := range []*counts.Redis{s, other} {
		_, err = again.Top(ctx, 3, 0, 2)
		require.ErrorIs(t, err, counts.ErrNoPosition)
		require.NoError(t, again.Rank(ctx, 3))
		same, err := again.Top(ctx, 3, 0, 2000)
		require.NoError(t, err)
		require.Len(t, same, 1200)
		require.Equal(t, "a1199", same[0].Article)
	}
}

// The error of a pipeline is its first one: a key that is missing hid that another could
// not be read, and the snapshot was saved without its viewers.
func TestViewersThatCantBeReadAreAnError(t *testing.T) {
	t.Parallel()
	ctx, rdb := t.Context(), localtest.Redis(t)
	s := counts.NewRedis(rdb, countstest.Half)
	rows := []counts.Row{{Article: "a", Count: 1}, {Article: "b", Count: 2}}
	_, err := s.Restore(ctx, 3, "", counts.Position{Life: "l"}, func(yield func([]counts.Row, error) bool) { yield(rows, nil) })
	require.NoError(t, err)
	for _, r := range rows {
		key := "wireroom:{v3}:u:" + r.Article
		require.NoError(t, rdb.HSet(ctx, key, "no", "HyperLogLog").Err())
		_, _, err = s.Read(ctx, 3, []string{"a", "b"})
		require.ErrorContains(t, err, "WRONGTYPE")
		_, err = s.Tell(ctx, 3, []string{r.Article})
		require.ErrorContains(t, err, "WRONGTYPE")
		require.NoError(t, rdb.Del(ctx, key).Err())
	}
}

// Whoever applies at the same time, with the script there or not, and more viewers than one
// command adds: one change is applied, whole, and who was slower is told the position.
func TestOneOfManyChangesIsAppliedWhole(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	s, ctx, at := counts.NewRedis(rdb, countstest.Half), t.Context(), counts.Position{Life: "l"}
	_, err := s.Restore(ctx, 1, "", at, func(func([]counts.Row, error) bool) {})
	require.NoError(t, err)
	for round := range 20 {
		if round%3 == 0 {
			require.NoError(t, rdb.ScriptFlush(ctx).Err())
		}
		var stands [4]counts.Position
		var errs [4]error
		var group sync.WaitGroup
		for i := range stands {
			v := counts.Viewed{Count: 1500}
			for n := range v.Count {
				v.Viewers = append(v.Viewers, fmt.Sprint(round, " ", n))
			}
			to := counts.Position{Life: fmt.Sprint("l", i), Seq: uint64(round + 1)} // by the life each can be told
			group.Go(func() {
				stands[i], errs[i] = s.Apply(ctx, 1, at, to, counts.Change{Views: map[string]counts.Viewed{"a": v}, Forget: []string{"b"}}, time.Now())
			})
		}
		group.Wait()
		require.NoError(t, errors.Join(errs[:]...))
		at, err = s.Position(ctx, 1)
		require.NoError(t, err)
		for _, p := range stands {
			require.Equal(t, at, p)
		}
	}
	told, err := s.Tell(ctx, 1, []string{"a"})
	require.NoError(t, err)
	require.EqualValues(t, 30_000, told["a"].Views)
	require.InEpsilon(t, 30_000, told["a"].Unique, 0.03)
}
