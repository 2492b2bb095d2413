package views

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// manifest is the snapshot of a shard: where it stands, and which chunks hold it.
// It is written after its chunks, so that it is whole whenever it is there.
type manifest struct {
	Life   string  `json:"life"`
	Seq    uint64  `json:"seq"`
	Gen    uint64  `json:"gen"`
	Chunks int     `json:"chunks"`
	Points []point `json:"points,omitempty"` // earlier positions, oldest first: what is old may be purged
}

// point is a position that a snapshot had reached at a time.
type point struct {
	At  int64  `json:"at"` // unix seconds
	Seq uint64 `json:"seq"`
}

// ahead reports whether the snapshot knows more than a Redis that stands at have,
// while VIEWS is in life: what lies between may be purged.
func (m *manifest) ahead(have position, life string) bool {
	switch {
	case m == nil:
		return false
	case have.life == m.Life:
		return have.seq < m.Seq
	default:
		return have.life != life // a Redis of neither life comes out of a backup
	}
}

// row is one article in a chunk.
type row struct {
	Article string `json:"a"`
	Count   int64  `json:"n"`
	Trend   string `json:"t,omitempty"`
	Viewers []byte `json:"u,omitempty"` // the HyperLogLog as Redis holds it
}

// chunkBytes bounds a chunk: a value of the bucket is one message.
const chunkBytes = 1 << 20

// snapshots reads and writes the snapshots of the shards.
type snapshots struct{ kv jetstream.KeyValue }

func manifestKey(shard int) string { return "shard." + strconv.Itoa(shard) }

func chunkKey(shard int, gen uint64, n int) string {
	return fmt.Sprintf("chunk.%d.%d.%d", shard, gen, n)
}

// load gives the manifest of a shard with its revision; nil if there is none.
func (s snapshots) load(ctx context.Context, shard int) (*manifest, uint64, error) {
	e, err := s.kv.Get(ctx, manifestKey(shard))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read snapshot of shard %d: %w", shard, err)
	}
	var m manifest
	if err := json.Unmarshal(e.Value(), &m); err != nil {
		return nil, 0, fmt.Errorf("read snapshot of shard %d: %w", shard, err)
	}
	return &m, e.Revision(), nil
}

// rows reads the articles of a manifest.
func (s snapshots) rows(ctx context.Context, shard int, m *manifest) ([]row, error) {
	var out []row
	for i := range m.Chunks {
		e, err := s.kv.Get(ctx, chunkKey(shard, m.Gen, i))
		if err != nil {
			return nil, fmt.Errorf("read chunk %d of shard %d: %w", i, shard, err)
		}
		var rows []row
		if err := json.Unmarshal(e.Value(), &rows); err != nil {
			return nil, fmt.Errorf("read chunk %d of shard %d: %w", i, shard, err)
		}
		out = append(out, rows...)
	}
	return out, nil
}

// save writes a snapshot after old (revision rev), which must still be the last
// one: two that save at once can't mix.
func (s snapshots) save(ctx context.Context, shard int, old *manifest, rev uint64, at position, rows []row, now time.Time) (*manifest, error) {
	m := &manifest{Life: at.life, Seq: at.seq, Gen: uint64(now.UnixNano())}
	if old != nil && old.Life == at.life {
		m.Points = old.Points
	}
	m.mark(now)
	for len(rows) > 0 {
		n := chunkLen(rows)
		data, err := json.Marshal(rows[:n])
		if err != nil {
			return nil, fmt.Errorf("encode snapshot of shard %d: %w", shard, err)
		}
		if _, err := s.kv.Put(ctx, chunkKey(shard, m.Gen, m.Chunks), data); err != nil {
			return nil, fmt.Errorf("save snapshot of shard %d: %w", shard, err)
		}
		rows, m.Chunks = rows[n:], m.Chunks+1
	}
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode snapshot of shard %d: %w", shard, err)
	}
	if rev == 0 {
		_, err = s.kv.Create(ctx, manifestKey(shard), data)
	} else {
		_, err = s.kv.Update(ctx, manifestKey(shard), data, rev)
	}
	if err != nil {
		// an answer that got lost says nothing: the snapshot may be in force
		if errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			s.forget(ctx, shard, m)
		}
		return nil, fmt.Errorf("save snapshot of shard %d: %w", shard, err)
	}
	if old != nil {
		s.forget(ctx, shard, old)
	}
	return m, nil
}

// forget removes the chunks of a manifest that is in force no more. One that is
// left over costs room and nothing else.
func (s snapshots) forget(ctx context.Context, shard int, m *manifest) {
	for i := range m.Chunks {
		_ = s.kv.Purge(ctx, chunkKey(shard, m.Gen, i))
	}
}

func chunkLen(rows []row) int {
	size := 0
	for i, r := range rows {
		size += len(r.Article) + len(r.Trend) + len(r.Viewers)*4/3 + 40
		if size > chunkBytes && i > 0 {
			return i
		}
	}
	return len(rows)
}

const (
	pointEvery = time.Hour
	keepViews  = 24 * time.Hour
)

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
