package counts

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/views/counts/hll"
)

// Memory keeps counts in this process: what the snapshots and VIEWS hold is all that
// has to outlive it.
type Memory struct {
	half   float64 // seconds
	mu     sync.Mutex
	shards map[int]*memoryShard
}

type memoryShard struct {
	at   Position
	rows map[string]*memoryRow
}

type memoryRow struct {
	count   int64
	trend   string
	viewers hll.Sketch
}

// NewMemory makes an empty store; half is the half-life of the trending score.
func NewMemory(half time.Duration) *Memory {
	return &Memory{half: half.Seconds(), shards: map[int]*memoryShard{}}
}

func decay(score float64, seconds int64, half float64) float64 {
	return score * math.Pow(0.5, float64(seconds)/half)
}

// Empty forgets everything.
func (m *Memory) Empty() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.shards)
}

// with calls do with a shard that stands somewhere.
func (m *Memory) with(shard int, do func(*memoryShard) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.shards[shard]
	if s == nil {
		return ErrNoPosition
	}
	return do(s)
}

// Position is of Store.
func (m *Memory) Position(_ context.Context, shard int) (at Position, err error) {
	err = m.with(shard, func(s *memoryShard) error { at = s.at; return nil })
	return at, err
}

// Apply is of Store.
func (m *Memory) Apply(_ context.Context, shard int, from, to Position, add Change, now time.Time) (at Position, err error) {
	err = m.with(shard, func(s *memoryShard) error {
		if s.at == from {
			s.apply(add, now.Unix(), m.half)
			s.at = to
		}
		at = s.at
		return nil
	})
	return at, err
}

func (s *memoryShard) apply(add Change, now int64, half float64) {
	for _, article := range add.Forget {
		delete(s.rows, article)
	}
	for article, v := range add.Views {
		r := s.rows[article]
		if r == nil {
			r = &memoryRow{}
			s.rows[strings.Clone(article)] = r // not the message of which the id is a part
		}
		r.count += int64(v.Count)
		score, at := v.scored(now)
		r.trend = trend(r.trend, score, at, half)
		for _, u := range v.Viewers {
			r.viewers.Add(u)
		}
	}
}

// Read is of Store.
func (m *Memory) Read(_ context.Context, shard int, articles []string) (at Position, rows []Row, err error) {
	err = m.with(shard, func(s *memoryShard) error {
		at = s.at
		for _, article := range articles {
			if r := s.rows[article]; r != nil {
				rows = append(rows, Row{article, r.count, r.trend, r.viewers.Bytes()})
			}
		}
		return nil
	})
	return at, rows, err
}

// Names is of Store: it gives all at once.
func (m *Memory) Names(_ context.Context, shard int, _ uint64) (names []Name, next uint64, err error) {
	err = m.with(shard, func(s *memoryShard) error {
		for _, article := range slices.Sorted(maps.Keys(s.rows)) {
			_, at := ParseTrend(s.rows[article].trend)
			names = append(names, Name{article, at})
		}
		return nil
	})
	return names, 0, err
}

// Restore is of Store.
func (m *Memory) Restore(_ context.Context, shard int, found string, to Position, parts iter.Seq2[[]Row, error]) (bool, error) {
	s := &memoryShard{at: to, rows: map[string]*memoryRow{}}
	for part, err := range parts {
		if err != nil {
			return false, err
		}
		for _, r := range part {
			row := &memoryRow{count: r.Count, trend: r.Trend}
			if err := row.viewers.Merge(r.Viewers); err != nil {
				return false, fmt.Errorf("restore viewers of %s: %w", r.Article, err)
			}
			s.rows[r.Article] = row
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	have := ""
	if old := m.shards[shard]; old != nil {
		have = old.at.String()
	}
	if have == found {
		m.shards[shard] = s
	}
	return true, nil
}

// Move is of Store.
func (m *Memory) Move(_ context.Context, shard int, found, to Position) error {
	return m.with(shard, func(s *memoryShard) error {
		if s.at == found {
			s.at = to
		}
		return nil
	})
}

// Tell is of Store.
func (m *Memory) Tell(_ context.Context, shard int, articles []string) (out map[string]Counts, err error) {
	err = m.with(shard, func(s *memoryShard) error {
		out = map[string]Counts{}
		for _, article := range articles {
			if r := s.rows[article]; r != nil {
				out[article] = Counts{r.count, r.viewers.Count(), r.trend}
			}
		}
		return nil
	})
	return out, err
}

// Rank is of Store: the order is made when it is asked for.
func (m *Memory) Rank(_ context.Context, shard int) error {
	return m.with(shard, func(*memoryShard) error { return nil })
}

// Top is of Store.
func (m *Memory) Top(_ context.Context, shard, from, n int) (out []Ranked, err error) {
	err = m.with(shard, func(s *memoryShard) error {
		for article, r := range s.rows {
			score, at := ParseTrend(r.trend)
			if rank, ok := rank(score, at, m.half); ok {
				out = append(out, Ranked{article, rank})
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), strings.Compare(b.Article, a.Article))
	})
	from = min(from, len(out))
	return out[from:min(from+n, len(out))], err
}
