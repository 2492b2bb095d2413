package views

import (
	"hash/fnv"
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// manifest is the snapshot of a shard: where it stands, and which chunks hold it.
// It is written after its chunks, so that it is whole whenever it is there.
type manifest struct {
	Life     string    `json:"life"`
	Seq      uint64    `json:"seq"`
	Portions []portion `json:"portions,omitempty"` // a power of two; an article is in the one of its hash
	Points   []point   `json:"points,omitempty"`   // earlier positions, oldest first: what is old may be purged

	// of releases that saved a shard as a whole
	Gen    uint64 `json:"gen,omitempty"`
	Chunks int    `json:"chunks,omitempty"`
}

// portion is a part of a shard's articles, saved anew only when one of them changed.
type portion struct {
	Gen    uint64 `json:"g,omitempty"` // names its chunks: unix nanoseconds
	Chunks int    `json:"c,omitempty"`
	Rows   int    `json:"n,omitempty"`
}

// point is a position that a snapshot had reached at a time.
type point struct {
	At  int64  `json:"at"` // unix seconds
	Seq uint64 `json:"seq"`
}

func (m *manifest) rows() (n int) {
	for _, p := range m.Portions {
		n += p.Rows
	}
	return n
}

// ahead reports whether the snapshot knows more than a store that stands at have,
// while VIEWS is in life: what lies between may be purged.
func (m *manifest) ahead(have counts.Position, life string) bool {
	switch {
	case m == nil:
		return false
	case have.Life == m.Life:
		return have.Seq < m.Seq
	default:
		return have.Life != life // a store of neither life comes out of a backup
	}
}

const (
	portionRows = 256 // articles of a portion when a shard is cut into new ones
	maxPortions = 1024
	pointEvery  = time.Hour
	keepViews   = 24 * time.Hour
)

// portionsFor gives the number of portions for a number of articles.
func portionsFor(articles int) int {
	n := 1
	for n < maxPortions && n*portionRows < articles {
		n *= 2
	}
	return n
}

// outgrown reports whether the portions have become too large.
func (m *manifest) outgrown() bool {
	return len(m.Portions) < maxPortions && m.rows() > 4*portionRows*len(m.Portions)
}

func portionOf(article string, portions int) int {
	h := fnv.New64a()
	_, _ = h.Write([]byte(article))
	return int((h.Sum64() >> 32) % uint64(portions))
}

// mark notes the position, once an hour, and drops points that were purged to.
func (m *manifest) mark(now time.Time) {
	n := len(m.Points)
	if n == 0 || now.Sub(time.Unix(m.Points[n-1].At, 0)) >= pointEvery {
		m.Points = append(m.Points, point{now.Unix(), m.Seq})
	}
	for len(m.Points) > 1 && now.Sub(time.Unix(m.Points[1].At, 0)) >= keepViews {
		m.Points = m.Points[1:]
	}
}

// purgeable gives the sequence up to which views are in a snapshot that is a day
// old; 0 if there is none.
func (m *manifest) purgeable(now time.Time) uint64 {
	if len(m.Points) == 0 || now.Sub(time.Unix(m.Points[0].At, 0)) < keepViews {
		return 0
	}
	return m.Points[0].Seq
}
