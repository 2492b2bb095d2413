// Package countstest is what every store of counts must pass.
package countstest

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// Half is the half-life with which stores are made.
const Half = time.Hour

// Subject is a store under test, and a way to empty it.
type Subject struct {
	Store counts.Store
	Empty func()
}

type pos = counts.Position

// state is what a shard should hold.
type state struct {
	at      pos
	count   map[string]int64
	viewers map[string]map[string]bool
	last    map[string]int64 // unix seconds of the last view
}

const shard = 3

// Run compares the store with a model through any order of calls.
func Run(t *testing.T, u *Subject) {
	articles := []string{"aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"}
	now := time.Unix(1_800_000_000, 0)
	rapid.Check(t, func(r *rapid.T) {
		u.Empty()
		ctx := t.Context()
		var want *state
		r.Repeat(map[string]func(*rapid.T){
			"restore": func(r *rapid.T) {
				found := ""
				if want != nil {
					found = want.at.String()
				}
				if rapid.Bool().Draw(r, "moved on") {
					found = "another:1"
				}
				to := pos{Life: "l1", Seq: rapid.Uint64Range(1, 9).Draw(r, "seq")}
				rows := rowsOf(want)
				ok, err := u.Store.Restore(ctx, shard, found, to, parts(rows))
				require.NoError(r, err)
				require.True(r, ok)
				if want == nil && found == "" {
					want = &state{to, map[string]int64{}, map[string]map[string]bool{}, map[string]int64{}}
				} else if want != nil && found == want.at.String() {
					want.at = to
				}
			},
			"apply": func(r *rapid.T) {
				from := pos{Life: "l1", Seq: rapid.Uint64Range(1, 9).Draw(r, "from")}
				if want != nil && rapid.IntRange(0, 3).Draw(r, "right") > 0 {
					from = want.at
				}
				to := pos{Life: from.Life, Seq: from.Seq + 1}
				add := counts.Change{Views: map[string]counts.Viewed{}}
				for range rapid.IntRange(0, 2).Draw(r, "views") {
					add.Views[rapid.SampledFrom(articles).Draw(r, "article")] = counts.Viewed{
						Count: rapid.IntRange(1, 5).Draw(r, "count"), Score: rapid.Float64Range(0.1, 5).Draw(r, "score"), At: now.Unix() - int64(rapid.IntRange(0, 9999).Draw(r, "ago")), Viewers: []string{fmt.Sprint(rapid.IntRange(0, 50).Draw(r, "viewer"))}}
				}
				if rapid.Bool().Draw(r, "forget") {
					add.Forget = []string{rapid.SampledFrom(articles).Draw(r, "forgotten")}
				}
				have, err := u.Store.Apply(ctx, shard, from, to, add, now)
				if want == nil {
					require.ErrorIs(r, err, counts.ErrNoPosition)
					return
				}
				require.NoError(r, err)
				if from == want.at {
					want.apply(to, add)
				}
				require.Equal(r, want.at, have)
			},
			"move": func(r *rapid.T) {
				if want == nil {
					return
				}
				to := pos{Life: rapid.SampledFrom([]string{"l1", "l2"}).Draw(r, "life")}
				require.NoError(r, u.Store.Move(ctx, shard, pos{Life: "no", Seq: 1}, to))
				require.NoError(r, u.Store.Move(ctx, shard, want.at, to))
				want.at = to
			},
			"empty": func(*rapid.T) { u.Empty(); want = nil },
			"":      func(r *rapid.T) { check(t, r, u.Store, articles, want, now) },
		})
	})
}

func (s *state) apply(to pos, add counts.Change) {
	for _, a := range add.Forget {
		delete(s.count, a)
		delete(s.viewers, a)
		delete(s.last, a)
	}
	for a, v := range add.Views {
		s.count[a] += int64(v.Count)
		s.last[a] = max(s.last[a], v.At)
		if s.viewers[a] == nil {
			s.viewers[a] = map[string]bool{}
		}
		for _, u := range v.Viewers {
			s.viewers[a][u] = true
		}
	}
	s.at = to
}

// rowsOf gives rows as a snapshot would hold them, made by a store of its own.
func rowsOf(s *state) []counts.Row {
	if s == nil {
		return nil
	}
	m := counts.NewMemory(Half)
	ctx := context.Background()
	none := pos{Life: "l"}
	_, _ = m.Restore(ctx, shard, "", none, parts(nil))
	add := counts.Change{Views: map[string]counts.Viewed{}}
	for a, n := range s.count {
		add.Views[a] = counts.Viewed{Count: int(n), Viewers: slices.Collect(maps.Keys(s.viewers[a])), Score: float64(n), At: s.last[a]}
	}
	_, _ = m.Apply(ctx, shard, none, pos{Life: "l", Seq: 1}, add, time.Unix(1_800_000_000, 0))
	_, rows, _ := m.Read(ctx, shard, slices.Collect(maps.Keys(s.count)))
	return rows
}

func parts(rows []counts.Row) iter.Seq2[[]counts.Row, error] {
	return func(yield func([]counts.Row, error) bool) {
		for part := range slices.Chunk(rows, 1) {
			if !yield(part, nil) {
				return
			}
		}
	}
}

func check(t *testing.T, r *rapid.T, s counts.Store, articles []string, want *state, now time.Time) {
	ctx := t.Context()
	at, err := s.Position(ctx, shard)
	if want == nil {
		require.ErrorIs(r, err, counts.ErrNoPosition)
		_, _, err = s.Read(ctx, shard, articles)
		require.ErrorIs(r, err, counts.ErrNoPosition)
		_, err = s.Tell(ctx, shard, articles)
		require.ErrorIs(r, err, counts.ErrNoPosition)
		_, err = s.Top(ctx, shard, 0, 9)
		require.ErrorIs(r, err, counts.ErrNoPosition)
		return
	}
	require.NoError(r, err)
	require.Equal(r, want.at, at)
	at, rows, err := s.Read(ctx, shard, articles)
	require.NoError(r, err)
	require.Equal(r, want.at, at)
	require.Len(r, rows, len(want.count))
	told, err := s.Tell(ctx, shard, articles)
	require.NoError(r, err)
	require.Len(r, told, len(rows))
	for _, row := range rows {
		require.Equal(r, want.count[row.Article], row.Count)
		require.Equal(r, counts.Counts{Views: row.Count, Unique: int64(len(want.viewers[row.Article])), Trend: row.Trend}, told[row.Article])
	}
	checkOrder(r, s, rows)
	names, next, err := s.Names(ctx, shard, 0)
	require.NoError(r, err)
	require.Zero(r, next)
	require.Len(r, names, len(want.count))
	for _, n := range names {
		require.Equal(r, want.last[n.Article], n.At)
	}
}

// checkOrder compares the order by score with the rows: whole, and by parts.
func checkOrder(r *rapid.T, s counts.Store, rows []counts.Row) {
	ctx := context.Background()
	require.NoError(r, s.Rank(ctx, shard))
	top, err := s.Top(ctx, shard, 0, 9)
	require.NoError(r, err)
	require.Len(r, top, len(rows))
	for i, a := range top {
		row := rows[slices.IndexFunc(rows, func(row counts.Row) bool { return row.Article == a.Article })]
		score, at := counts.ParseTrend(row.Trend)
		require.InDelta(r, score, a.Score(time.Unix(at, 0), Half), 1e-5) // the stored text has six decimals
		if i > 0 {
			require.GreaterOrEqual(r, top[i-1].Rank, a.Rank)
		}
		part, err := s.Top(ctx, shard, i, 1)
		require.NoError(r, err)
		require.Equal(r, top[i:i+1], part)
	}
}
