// Package counts keeps the totals of views by shard, each with the position on VIEWS
// at which they stand: both change at one instant, so that nothing is counted twice.
//
// A Store is Redis, which the processes of several machines share, or the memory of
// one process. Either may be emptied at any instant: it is filled from a snapshot. The
// package must not read streams.
package counts

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"
)

// Row is one article's counts, as snapshots hold it.
type Row struct {
	Article string `json:"a"`
	Count   int64  `json:"n"`
	Trend   string `json:"t,omitempty"` // "score unixtime": the score as it stood at the last view
	Viewers []byte `json:"u,omitempty"` // the HyperLogLog as Redis keeps it
}

// Viewed is how often an article was viewed, by whom, hashed, and when.
type Viewed struct {
	Count   int
	Viewers []string
	Score   float64 // what the views add to the score, as it stood at At; Count where At is 0
	At      int64   // unix seconds of the last one; 0 is the time of the call
}

// Add has v hold more views, of a score that halves after each half.
func (v *Viewed) Add(n int, at int64, half time.Duration) {
	last := max(v.At, at)
	v.Score = decay(v.Score, last-v.At, half.Seconds()) + decay(float64(n), last-at, half.Seconds())
	v.Count, v.At = v.Count+n, last
}

// scored gives the score of the views and when it stood, where now is the time of the call.
func (v Viewed) scored(now int64) (float64, int64) {
	if v.At == 0 {
		return float64(v.Count), now
	}
	return v.Score, v.At
}

// Change is what lies between two positions. What is forgotten goes first.
type Change struct {
	Views  map[string]Viewed // by article
	Forget []string          // articles whose counts are removed
}

// Counts are what is told of an article.
type Counts struct {
	Views, Unique int64
	Trend         string // as in Row
}

// Name is an article that a store holds, and when it was last viewed.
type Name struct {
	Article string
	At      int64 // unix seconds
}

// Ranked is an article with its place in the order by score. It is the same at any time:
// the logarithm to base 2 of the score plus the half-lives since 1970 at which it stood.
type Ranked struct {
	Article string
	Rank    float64
}

// Score is that of a rank at a time.
func (r Ranked) Score(now time.Time, half time.Duration) float64 {
	return math.Exp2(r.Rank - float64(now.UnixMilli())/1000/half.Seconds())
}

// rank gives the place of a score that stood at a time, false for none.
func rank(score float64, at int64, half float64) (float64, bool) {
	return math.Log2(score) + float64(at)/half, score > 0
}

// Store holds the counts of the shards. It is safe for use by many. Methods of a shard
// that stands at no position give ErrNoPosition.
type Store interface {
	// Position gives how far a shard is applied.
	Position(ctx context.Context, shard int) (Position, error)
	// Apply adds what lies between from and to, all of it, if the shard stands at from.
	// It gives the position at which it then stands: to, if the change was applied.
	Apply(ctx context.Context, shard int, from, to Position, add Change, now time.Time) (Position, error)
	// Read gives the rows of articles, those that are there, and the position.
	Read(ctx context.Context, shard int, articles []string) (Position, []Row, error)
	// Names goes through the articles of a shard, from cursor 0 until it gives 0 again.
	// One that is there all the time comes at least once.
	Names(ctx context.Context, shard int, cursor uint64) ([]Name, uint64, error)
	// Restore puts rows in the place of what is there, at a position, if the shard
	// still stands at found ("" for nowhere). It reports whether the shard now stands,
	// by this or by another.
	Restore(ctx context.Context, shard int, found string, to Position, rows iter.Seq2[[]Row, error]) (bool, error)
	// Move changes the position alone, if the shard still stands at found.
	Move(ctx context.Context, shard int, found, to Position) error
	// Tell gives the counts of articles, those that somebody viewed.
	Tell(ctx context.Context, shard int, articles []string) (map[string]Counts, error)
	// Rank puts the articles of a shard in the order by score, where it is missing or
	// of another half-life.
	Rank(ctx context.Context, shard int) error
	// Top gives n articles of that order, the highest first, but for the first from of them.
	Top(ctx context.Context, shard, from, n int) ([]Ranked, error)
}

// ErrNoPosition means that a store holds nothing of the shard.
var ErrNoPosition = errors.New("no position of the shard is stored")

// trend adds a score as it stood at a time to a stored one, of which half is left after
// each half.
func trend(stored string, more float64, when int64, half float64) string {
	score, at := ParseTrend(stored)
	if stored == "" {
		at = when
	}
	last := max(when, at)
	return fmt.Sprintf("%.6f %d", decay(score, last-at, half)+decay(more, last-when, half), last)
}

// ParseTrend reads a stored score and the time at which it stood, 0 if there is none.
func ParseTrend(stored string) (score float64, at int64) {
	s, t, _ := strings.Cut(stored, " ")
	score, err := strconv.ParseFloat(s, 64)
	at, terr := strconv.ParseInt(t, 10, 64)
	if err != nil || terr != nil {
		return 0, 0
	}
	return score, at
}
