package views

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// ranked is a service whose store holds n articles with scores of 1 to n, as they stood at now.
func ranked(t *testing.T, n int, now time.Time) (*Service, []string) {
	t.Helper()
	s := New(Config{HalfLife: time.Hour}, Deps{Log: zap.NewNop(), Clock: func() time.Time { return now }})
	byScore := make([]string, n) // the highest first
	rows := make([][]row, contract.ViewShards)
	for i, score := range rand.Perm(n) {
		a := article(i)
		byScore[n-1-score] = a
		shard := contract.ViewShard(a)
		rows[shard] = append(rows[shard], row{Article: a, Count: int64(score + 1), Trend: fmt.Sprintf("%d.0 %d", score+1, now.Unix())})
	}
	for shard, list := range rows {
		ok, err := s.store.Restore(t.Context(), shard, "", at(1), func(yield func([]row, error) bool) { yield(list, nil) })
		require.NoError(t, err)
		require.True(t, ok)
		require.NoError(t, s.store.Rank(t.Context(), shard))
	}
	return s, byScore
}

// However many pages a shard has, the order is that of all shards, and each article is in it once.
func TestTheRankingIsThatOfAllShards(t *testing.T) {
	t.Parallel()
	const n = contract.ViewShards * rankPage * 5 / 2
	s, want := ranked(t, n, time.Unix(1_800_000_000, 0))
	var got []string
	for r, err := range s.Ranking(t.Context()) {
		require.NoError(t, err)
		got = append(got, r.Article)
	}
	require.Equal(t, want, got)
	got = nil
	for r, err := range s.Ranking(t.Context()) {
		require.NoError(t, err)
		if got = append(got, r.Article); len(got) == 7 {
			break
		}
	}
	require.Equal(t, want[:7], got)
}

// An article that is viewed while the order is read moves up, and is not told twice.
func TestAnArticleThatRisesIsRankedOnce(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	s, want := ranked(t, 2*rankPage*contract.ViewShards, now)
	times := map[string]int{}
	for r, err := range s.Ranking(t.Context()) {
		require.NoError(t, err)
		if times[r.Article]++; len(times) == 1 {
			last := want[len(want)-1]
			_, err := s.store.Apply(t.Context(), contract.ViewShard(last), at(1), at(2), counts.Change{Views: map[string]counts.Viewed{last: {Count: 1_000_000}}}, now)
			require.NoError(t, err)
		}
	}
	require.Len(t, times, len(want)-1, "all but the one that rose above what was read")
	for a, n := range times {
		require.Equal(t, 1, n, a)
	}
}

// away is a store that is away for one shard.
type away struct {
	counts.Store
	shard int
}

var errAway = errors.New("away")

func (a away) Top(ctx context.Context, shard, from, n int) ([]counts.Ranked, error) {
	if shard == a.shard && from > 0 {
		return nil, errAway
	}
	return a.Store.Top(ctx, shard, from, n)
}

func TestARankingThatBreaksOffSaysSo(t *testing.T) {
	t.Parallel()
	s, _ := ranked(t, 2*rankPage*contract.ViewShards, time.Unix(1_800_000_000, 0))
	s.store = away{s.store, 3}
	var last error
	for _, last = range s.Ranking(t.Context()) {
	}
	require.ErrorIs(t, last, errAway)
}

func TestTellGivesScoresAsTheyStand(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	s, byScore := ranked(t, 100, now)
	s.clock = func() time.Time { return now.Add(2 * time.Hour) }
	told, err := s.Tell(t.Context(), append([]string{article(100)}, byScore...))
	require.NoError(t, err)
	require.Len(t, told, 100, "but for one that nobody viewed")
	for i, a := range byScore {
		require.EqualValues(t, 100-i, told[a].Views)
		require.InDelta(t, float64(100-i)/4, told[a].Trending, 1e-9)
	}
	s.clock = func() time.Time { return now.Add(-time.Hour) }
	told, err = s.Tell(t.Context(), byScore[:1])
	require.NoError(t, err)
	require.InDelta(t, 100, told[byScore[0]].Trending, 1e-9, "a clock that is slow does not make it more")
}
