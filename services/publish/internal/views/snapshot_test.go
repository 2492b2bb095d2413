package views

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// deaf is a bucket whose answer to an update gets lost: the server has it all the
// same.
type deaf struct{ jetstream.KeyValue }

var errLost = errors.New("the answer is lost")

func (d deaf) Update(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	if _, err := d.KeyValue.Update(ctx, key, value, revision); err != nil {
		return 0, err
	}
	return 0, errLost
}

func bare(t *testing.T) *Service {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	metrics, err := NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	s := New(Config{}, Deps{JS: js, Redis: localtest.Redis(t), Log: zap.NewNop(), Metrics: metrics, Clock: time.Now})
	s.snapshots.kv, err = s.Bucket(t.Context())
	require.NoError(t, err)
	return s
}

type row = counts.Row

// put saves rows as the whole of a shard.
func (s snapshots) put(t *testing.T, shard int, old saved, at counts.Position, rows ...row) error {
	t.Helper()
	var names []string
	for _, r := range rows {
		names = append(names, r.Article)
	}
	_, err := s.save(t.Context(), shard, old, at, names, old.portions == nil, func(_ context.Context, articles []string) ([]row, error) {
		return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return !slices.Contains(articles, r.Article) || r.Count == 0 }), nil
	}, time.Now())
	return err
}

// all gives the rows of what is in force.
func (s snapshots) all(t *testing.T, shard int) (saved, map[string]int64) {
	t.Helper()
	m, err := s.load(t.Context(), shard)
	require.NoError(t, err)
	out := map[string]int64{}
	for rows, err := range s.rows(t.Context(), shard, m.manifest) {
		require.NoError(t, err)
		for _, r := range rows {
			out[r.Article] = r.Count
		}
	}
	return m, out
}

func at(seq uint64) counts.Position { return counts.Position{Life: "life", Seq: seq} }

// Who does not know whether a snapshot is in force must not remove what it is
// made of.
func TestASnapshotWhoseAnswerIsLostIsWhole(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	require.NoError(t, s.put(t, 3, saved{}, at(1), row{Article: article(1), Count: 1}))
	old, _ := s.all(t, 3)
	require.ErrorIs(t, snapshots{s.js, deaf{s.kv}}.put(t, 3, old, at(2), row{Article: article(1), Count: 2}), errLost)
	m, rows := s.all(t, 3)
	require.EqualValues(t, 2, m.Seq)
	require.EqualValues(t, 2, rows[article(1)])
}

func TestASnapshotThatCameTooLateLeavesNothing(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	require.NoError(t, s.put(t, 3, saved{}, at(1), row{Article: article(1), Count: 1}))
	require.ErrorIs(t, s.put(t, 3, saved{}, at(1), row{Article: article(1), Count: 1}), jetstream.ErrKeyExists)
	keys, err := s.kv.Keys(t.Context())
	require.NoError(t, err)
	require.Len(t, keys, 2, "the first one's manifest and portion")
}

// A snapshot writes the portions of what changed alone, and nothing of the old ones
// stays behind, no marker of a deletion either.
func TestASnapshotWritesWhatChanged(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	var rows []row
	for i := range 3000 {
		rows = append(rows, row{Article: article(i), Count: int64(i + 1)})
	}
	require.NoError(t, s.put(t, 3, saved{}, at(1), rows...))
	first, _ := s.all(t, 3)
	require.Len(t, first.Portions, 16)
	rows[7].Count, rows[8].Count = 1000, 0 // one changed, one forgotten
	require.NoError(t, s.put(t, 3, first, at(2), rows[7], rows[8]))
	second, have := s.all(t, 3)
	require.Len(t, have, 2999)
	require.EqualValues(t, 1000, have[article(7)])
	same := 0
	for i := range second.Portions {
		if second.Portions[i].Gen == first.Portions[i].Gen {
			same++
		}
	}
	require.GreaterOrEqual(t, same, 14)
	stream, err := s.js.Stream(t.Context(), contract.BucketStream(contract.BucketViews))
	require.NoError(t, err)
	require.EqualValues(t, 17, stream.CachedInfo().State.Msgs, "16 portions and the manifest")
}

// What an earlier release saved is read, and goes on.
func TestAnEarlierReleasesSnapshotIsRead(t *testing.T) {
	t.Parallel()
	b := bare(t)
	s, r := b.snapshots, &reader{Service: b, shard: 3}
	life, err := r.life(t.Context())
	require.NoError(t, err)
	_, err = s.kv.Put(t.Context(), "chunk.3.77.0", []byte(`[{"a":"`+article(1)+`","n":5,"t":"5.000000 1790000000"}]`))
	require.NoError(t, err)
	_, err = s.kv.Put(t.Context(), "shard.3", []byte(`{"life":"`+life+`","seq":9,"gen":77,"chunks":1}`))
	require.NoError(t, err)
	from, err := r.place(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 9, from)
	require.True(t, r.anew, "it is to be written in portions")
	require.Equal(t, counts.Position{Life: life, Seq: 9}, r.at)
	require.NoError(t, r.save(t.Context()))
	m, rows := s.all(t, 3)
	require.Zero(t, m.Gen)
	require.Equal(t, map[string]int64{article(1): 5}, rows)
}

// A Redis that comes back out of a backup may stand in an earlier life of VIEWS:
// what was counted in this one is in the snapshot, and its views may be purged.
func TestARedisOfAnEarlierLifeIsFilledFromTheSnapshot(t *testing.T) {
	t.Parallel()
	s := bare(t)
	r := &reader{Service: s, shard: 3}
	life, err := r.life(t.Context())
	require.NoError(t, err)
	old := counts.Position{Life: "earlier", Seq: 7}
	ok, err := s.store.Restore(t.Context(), 3, "", old, func(yield func([]row, error) bool) { yield([]row{{Article: article(1), Count: 10}}, nil) })
	require.NoError(t, err)
	require.True(t, ok)
	from, err := r.place(t.Context())
	require.NoError(t, err)
	require.Zero(t, from)
	require.Equal(t, counts.Position{Life: life}, r.at, "another life begins at its beginning, and the totals stay")
	_, rows, err := s.store.Read(t.Context(), 3, []string{article(1)})
	require.NoError(t, err)
	require.EqualValues(t, 10, rows[0].Count)

	require.NoError(t, s.snapshots.put(t, 3, saved{}, counts.Position{Life: life, Seq: 500}, row{Article: article(1), Count: 510}))
	require.NoError(t, s.store.Move(t.Context(), 3, r.at, old))
	from, err = r.place(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 500, from)
	require.False(t, r.anew)
	require.Equal(t, counts.Position{Life: life, Seq: 500}, r.at)
	_, rows, err = s.store.Read(t.Context(), 3, []string{article(1)})
	require.NoError(t, err)
	require.EqualValues(t, 510, rows[0].Count)
}

// While releases change, the snapshot that has come further is in force, within a life.
func TestWhichOfTwoSnapshotsIsInForce(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	for i, c := range []struct {
		portions, whole string
		want            uint64
		old             bool
	}{
		{`{"life":"a","seq":5}`, ``, 5, false},
		{``, `{"life":"a","seq":4,"gen":1}`, 4, true},
		{`{"life":"a","seq":5}`, `{"life":"a","seq":4,"gen":1}`, 5, false},
		{`{"life":"a","seq":5}`, `{"life":"a","seq":5,"gen":1}`, 5, false},
		{`{"life":"a","seq":5}`, `{"life":"a","seq":6,"gen":1}`, 6, true},
		{`{"life":"b","seq":5}`, `{"life":"a","seq":6,"gen":1}`, 5, false},
	} {
		for key, value := range map[string]string{manifestKey(i): c.portions, wholeManifestKey(i): c.whole} {
			if value != "" {
				_, err := s.kv.Put(t.Context(), key, []byte(value))
				require.NoError(t, err)
			}
		}
		m, err := s.load(t.Context(), i)
		require.NoError(t, err)
		require.Equal(t, c.want, m.Seq, "%+v", c)
		require.Equal(t, c.old, m.Gen > 0, "%+v", c)
	}
}

// What an earlier release saved stays for a day, for a way back.
func TestAnEarlierReleasesSnapshotStaysForADay(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	now := time.Unix(1_800_000_000, 0)
	whole := &manifest{Gen: uint64(now.UnixNano()), Chunks: 2}
	keys := []string{wholeManifestKey(3), wholeChunkKey(3, whole.Gen, 0), wholeChunkKey(3, whole.Gen, 1)}
	for _, key := range keys {
		_, err := s.kv.Put(t.Context(), key, []byte("{}"))
		require.NoError(t, err)
	}
	s.forget(t.Context(), 3, saved{whole: whole}, &manifest{}, now.Add(keepViews))
	held, err := s.kv.Keys(t.Context())
	require.NoError(t, err)
	require.ElementsMatch(t, keys, held)
	s.forget(t.Context(), 3, saved{whole: whole}, &manifest{}, now.Add(keepViews+1))
	_, err = s.kv.Keys(t.Context())
	require.ErrorIs(t, err, jetstream.ErrNoKeysFound)
}

// A shard that is cut into fewer portions leaves nothing of the others.
func TestPortionsThatAreNoMoreGo(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	old := &manifest{Portions: []portion{{Gen: 1, Chunks: 1}, {Gen: 1, Chunks: 1}}}
	for n := range old.Portions {
		_, err := s.kv.Put(t.Context(), portionKey(3, n, 1, 0), []byte("[]"))
		require.NoError(t, err)
	}
	s.forget(t.Context(), 3, saved{portions: old}, &manifest{Portions: old.Portions[:1]}, time.Now())
	held, err := s.kv.Keys(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{portionKey(3, 0, 1, 0)}, held)
}

// A chunk is one message: whatever its rows hold, it stays below the bound, unless one row
// alone is larger.
func TestAChunkIsBounded(t *testing.T) {
	t.Parallel()
	for _, viewers := range []int{0, 300, 12_304} {
		rows := make([]row, 20_000_000/(viewers*4/3+90))
		for i := range rows {
			rows[i] = row{Article: article(i), Count: 1 << 40, Trend: "123456.000000 1800000000", Viewers: make([]byte, viewers)}
		}
		n := chunkLen(rows)
		data, err := json.Marshal(rows[:n])
		require.NoError(t, err)
		require.Less(t, len(data), chunkBytes*5/4)
		require.Greater(t, len(data), chunkBytes/2)
	}
	huge := row{Article: article(1), Viewers: make([]byte, chunkBytes)}
	require.Equal(t, 1, chunkLen([]row{huge, huge}))
	require.Equal(t, 1, chunkLen([]row{{Article: article(2)}, huge}))
	require.Equal(t, 2, chunkLen([]row{{Article: article(2)}, {Article: article(3)}}))
}
