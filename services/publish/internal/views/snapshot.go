package views

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// chunkBytes bounds a chunk: a value of the bucket is one message.
const chunkBytes = 1 << 20

// snapshots reads and writes the snapshots of the shards.
type snapshots struct {
	js jetstream.JetStream
	kv jetstream.KeyValue
}

func manifestKey(shard int) string      { return "counts." + strconv.Itoa(shard) }
func wholeManifestKey(shard int) string { return "shard." + strconv.Itoa(shard) }

func portionKey(shard, n int, gen uint64, chunk int) string {
	return fmt.Sprintf("portion.%d.%d.%d.%d", shard, n, gen, chunk)
}

func wholeChunkKey(shard int, gen uint64, n int) string {
	return fmt.Sprintf("chunk.%d.%d.%d", shard, gen, n)
}

// saved is what the bucket holds of a shard.
type saved struct {
	*manifest           // the one in force, nil if there is none
	rev       uint64    // of the one with portions, 0 if there is none
	portions  *manifest // the one with portions, which need not be in force
	whole     *manifest // one that an earlier release wrote
}

// load gives what is saved of a shard. While releases change, the one that has come
// further is in force.
func (s snapshots) load(ctx context.Context, shard int) (saved, error) {
	var out saved
	var err error
	if out.portions, out.rev, err = s.manifest(ctx, manifestKey(shard)); err != nil {
		return out, fmt.Errorf("read snapshot of shard %d: %w", shard, err)
	}
	if out.whole, _, err = s.manifest(ctx, wholeManifestKey(shard)); err != nil {
		return out, fmt.Errorf("read snapshot of shard %d: %w", shard, err)
	}
	out.manifest = out.portions
	if w, p := out.whole, out.portions; w != nil && (p == nil || w.Life == p.Life && w.Seq > p.Seq) {
		out.manifest = w
	}
	return out, nil
}

func (s snapshots) manifest(ctx context.Context, key string) (*manifest, uint64, error) {
	e, err := s.kv.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	var m manifest
	return &m, e.Revision(), json.Unmarshal(e.Value(), &m)
}

// rows goes through the articles of a manifest, a chunk at a time.
func (s snapshots) rows(ctx context.Context, shard int, m *manifest) iter.Seq2[[]counts.Row, error] {
	return func(yield func([]counts.Row, error) bool) {
		if m == nil {
			return
		}
		for i := range m.Chunks {
			if !yield(s.chunk(ctx, wholeChunkKey(shard, m.Gen, i))) {
				return
			}
		}
		for n, p := range m.Portions {
			for i := range p.Chunks {
				if !yield(s.chunk(ctx, portionKey(shard, n, p.Gen, i))) {
					return
				}
			}
		}
	}
}

func (s snapshots) chunk(ctx context.Context, key string) ([]counts.Row, error) {
	e, err := s.kv.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	var rows []counts.Row
	if err := json.Unmarshal(e.Value(), &rows); err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return rows, nil
}

// reader of the rows of articles as they are now, all at the position of the snapshot
// that is being made. Articles that are gone are left out.
type rowReader func(ctx context.Context, articles []string) ([]counts.Row, error)

// save writes a snapshot at a position after old, which must still be the last one: two
// that save at once can't mix. changed are the articles that may differ from old; anew
// says that they are all there are, and that the shard is to be cut into new portions.
func (s snapshots) save(ctx context.Context, shard int, old saved, at counts.Position, changed []string, anew bool, read rowReader, now time.Time) (*manifest, error) {
	m := &manifest{Life: at.Life, Seq: at.Seq}
	if p := old.manifest; p != nil && p.Life == at.Life {
		m.Points = slices.Clone(p.Points)
	}
	m.mark(now)
	if anew {
		m.Portions = make([]portion, portionsFor(len(changed)))
	} else {
		m.Portions = slices.Clone(old.portions.Portions)
	}
	gen := uint64(now.UnixNano())
	written := map[int]portion{}
	for n, articles := range byPortion(changed, len(m.Portions)) {
		var kept []counts.Row
		if !anew {
			var err error
			if kept, err = s.without(ctx, shard, n, m.Portions[n], articles); err != nil {
				return nil, err
			}
		}
		fresh, err := read(ctx, articles)
		if err != nil {
			return nil, err
		}
		p, err := s.write(ctx, shard, n, gen, append(kept, fresh...))
		if err != nil {
			return nil, err
		}
		m.Portions[n], written[n] = p, p
	}
	if err := s.install(ctx, shard, m, old.rev); err != nil {
		// an answer that got lost says nothing: the snapshot may be in force
		if errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			s.remove(ctx, shard, written)
		}
		return nil, fmt.Errorf("save snapshot of shard %d: %w", shard, err)
	}
	s.forget(ctx, shard, old, m, now)
	return m, nil
}

func byPortion(articles []string, portions int) map[int][]string {
	out := map[int][]string{}
	for _, a := range articles {
		n := portionOf(a, portions)
		out[n] = append(out[n], a)
	}
	return out
}

// without gives the rows of a saved portion but for those of articles.
func (s snapshots) without(ctx context.Context, shard, n int, p portion, articles []string) ([]counts.Row, error) {
	gone := make(map[string]bool, len(articles))
	for _, a := range articles {
		gone[a] = true
	}
	var out []counts.Row
	for i := range p.Chunks {
		rows, err := s.chunk(ctx, portionKey(shard, n, p.Gen, i))
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(rows, func(r counts.Row) bool { return gone[r.Article] })...)
	}
	return out, nil
}

func (s snapshots) write(ctx context.Context, shard, n int, gen uint64, rows []counts.Row) (portion, error) {
	p := portion{Gen: gen, Rows: len(rows)}
	for len(rows) > 0 {
		size := chunkLen(rows)
		data, err := json.Marshal(rows[:size])
		if err != nil {
			return p, fmt.Errorf("encode snapshot of shard %d: %w", shard, err)
		}
		if _, err := s.kv.Put(ctx, portionKey(shard, n, gen, p.Chunks), data); err != nil {
			return p, fmt.Errorf("save snapshot of shard %d: %w", shard, err)
		}
		rows, p.Chunks = rows[size:], p.Chunks+1
	}
	return p, nil
}

func (s snapshots) install(ctx context.Context, shard int, m *manifest, rev uint64) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if rev == 0 {
		_, err = s.kv.Create(ctx, manifestKey(shard), data)
	} else {
		_, err = s.kv.Update(ctx, manifestKey(shard), data, rev)
	}
	return err
}

// forget removes the chunks that a new manifest does not name, and a day later what an
// earlier release saved: it could be needed for a way back. What is left over costs
// room and nothing else.
func (s snapshots) forget(ctx context.Context, shard int, old saved, m *manifest, now time.Time) {
	replaced := map[int]portion{}
	if old.portions != nil {
		for n, p := range old.portions.Portions {
			if n >= len(m.Portions) || m.Portions[n].Gen != p.Gen {
				replaced[n] = p
			}
		}
	}
	s.remove(ctx, shard, replaced)
	if w := old.whole; w != nil && now.Sub(time.Unix(0, int64(w.Gen))) > keepViews {
		s.purge(ctx, wholeManifestKey(shard))
		for i := range w.Chunks {
			s.purge(ctx, wholeChunkKey(shard, w.Gen, i))
		}
	}
}

func (s snapshots) remove(ctx context.Context, shard int, portions map[int]portion) {
	for n, p := range portions {
		for i := range p.Chunks {
			s.purge(ctx, portionKey(shard, n, p.Gen, i))
		}
	}
}

// purge removes a key for good: what the bucket's own deletion leaves behind, a marker
// for each key that ever was, would stay for ever.
func (s snapshots) purge(ctx context.Context, key string) {
	stream, err := s.js.Stream(ctx, contract.BucketStream(contract.BucketViews))
	if err == nil {
		_ = stream.Purge(ctx, jetstream.WithPurgeSubject("$KV."+contract.BucketViews+"."+key))
	}
}

func chunkLen(rows []counts.Row) int {
	size := 0
	for i, r := range rows {
		size += len(r.Article) + len(r.Trend) + len(r.Viewers)*4/3 + 40
		if size > chunkBytes && i > 0 {
			return i
		}
	}
	return len(rows)
}
