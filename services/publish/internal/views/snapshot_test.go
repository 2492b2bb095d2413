package views

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
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
	s := New(Config{}, js, localtest.Redis(t), zap.NewNop(), metrics, time.Now)
	s.snapshots.kv, err = s.bucket(t.Context())
	require.NoError(t, err)
	return s
}

// Who does not know whether a snapshot is in force must not remove what it is
// made of.
func TestASnapshotWhoseAnswerIsLostIsWhole(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	at := position{"life", 1}
	_, err := s.save(t.Context(), 3, nil, 0, at, []row{{Article: article(1), Count: 1}}, time.Now())
	require.NoError(t, err)
	old, rev, err := s.load(t.Context(), 3)
	require.NoError(t, err)
	_, err = snapshots{deaf{s.kv}}.save(t.Context(), 3, old, rev, position{"life", 2}, []row{{Article: article(1), Count: 2}}, time.Now())
	require.ErrorIs(t, err, errLost)
	m, _, err := s.load(t.Context(), 3)
	require.NoError(t, err)
	rows, err := s.rows(t.Context(), 3, m)
	require.NoError(t, err)
	require.EqualValues(t, m.Seq, rows[0].Count)
}

func TestASnapshotThatCameTooLateLeavesNothing(t *testing.T) {
	t.Parallel()
	s := bare(t).snapshots
	rows := []row{{Article: article(1), Count: 1}}
	_, err := s.save(t.Context(), 3, nil, 0, position{"life", 1}, rows, time.Now())
	require.NoError(t, err)
	_, err = s.save(t.Context(), 3, nil, 0, position{"life", 1}, rows, time.Now())
	require.ErrorIs(t, err, jetstream.ErrKeyExists)
	keys, err := s.kv.Keys(t.Context())
	require.NoError(t, err)
	require.Len(t, keys, 2, "the first one's manifest and chunk")
}

// A Redis that comes back out of a backup may stand in an earlier life of VIEWS:
// what was counted in this one is in the snapshot, and its views may be purged.
func TestARedisOfAnEarlierLifeIsFilledFromTheSnapshot(t *testing.T) {
	t.Parallel()
	s := bare(t)
	r := &reader{Service: s, shard: 3}
	life, err := r.life(t.Context())
	require.NoError(t, err)
	old := position{"earlier", 7}
	ok, err := s.counts.restore(t.Context(), 3, "", old, []row{{Article: article(1), Count: 10}}, "t")
	require.NoError(t, err)
	require.True(t, ok)
	at, err := r.place(t.Context())
	require.NoError(t, err)
	require.Equal(t, position{life, 0}, at, "another life begins at its beginning, and the totals stay")
	_, rows, err := s.counts.dump(t.Context(), 3)
	require.NoError(t, err)
	require.EqualValues(t, 10, rows[0].Count)

	_, err = s.snapshots.save(t.Context(), 3, nil, 0, position{life, 500}, []row{{Article: article(1), Count: 510}}, time.Now())
	require.NoError(t, err)
	require.NoError(t, s.counts.move(t.Context(), 3, at, old))
	at, err = r.place(t.Context())
	require.NoError(t, err)
	require.Equal(t, position{life, 500}, at)
	_, rows, err = s.counts.dump(t.Context(), 3)
	require.NoError(t, err)
	require.EqualValues(t, 510, rows[0].Count)
}

// The error of a pipeline is its first one: a key that is missing hid that another could
// not be read, and the snapshot was saved without its viewers.
func TestViewersThatCantBeReadAreNoneOfASnapshot(t *testing.T) {
	t.Parallel()
	s := bare(t)
	rows := []row{{Article: article(1), Count: 1}, {Article: article(2), Count: 2}}
	ok, err := s.counts.restore(t.Context(), 3, "", position{"life", 1}, rows, "t")
	require.NoError(t, err)
	require.True(t, ok)
	_, rows, err = s.counts.dump(t.Context(), 3)
	require.NoError(t, err)
	require.Len(t, rows, 2)
	for _, r := range rows {
		key := keysOf(3).viewers(r.Article)
		require.NoError(t, s.counts.rdb.HSet(t.Context(), key, "no", "HyperLogLog").Err())
		_, _, err = s.counts.dump(t.Context(), 3)
		require.ErrorContains(t, err, "WRONGTYPE")
		require.NoError(t, s.counts.rdb.Del(t.Context(), key).Err())
	}
}
