package seen_test

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/dedup/seen/seentest"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

const ttl = time.Hour

func TestRedisIsAStore(t *testing.T) {
	t.Parallel()
	seentest.Run(t, func(t *testing.T) *seentest.Subject {
		rdb := localtest.Redis(t)
		s := seen.NewRedis(rdb, ttl)
		return &seentest.Subject{Store: s,
			Age: func() {
				keys, err := rdb.Keys(t.Context(), "*").Result()
				require.NoError(t, err)
				for _, k := range keys {
					left, err := rdb.PTTL(t.Context(), k).Result()
					require.NoError(t, err)
					require.Positive(t, left, "every record has its ttl")
					require.LessOrEqual(t, left, ttl)
				}
				require.NoError(t, rdb.FlushAll(t.Context()).Err())
			},
			Empty:  func() { require.NoError(t, rdb.FlushAll(t.Context()).Err()) },
			Reopen: func() seen.Store { return seen.NewRedis(rdb, ttl) },
			Count:  func() int { return int(rdb.DBSize(t.Context()).Val()) },
		}
	})
}

// clock is one that a test moves.
type clock struct{ passed atomic.Int64 }

func (c *clock) now() time.Time {
	return time.Unix(1_800_000_000, 0).Add(time.Duration(c.passed.Load()))
}

func TestAFileIsAStore(t *testing.T) {
	t.Parallel()
	seentest.Run(t, func(t *testing.T) *seentest.Subject {
		var c clock
		path := filepath.Join(t.TempDir(), "records.db")
		open := func() *seen.File {
			f, err := seen.OpenFile(path, ttl, c.now, zap.NewNop())
			require.NoError(t, err)
			return f
		}
		f := open()
		t.Cleanup(func() { require.NoError(t, f.Close()) })
		u := &seentest.Subject{Store: f}
		u.Age = func() { c.passed.Add(int64(ttl)) }
		u.Empty = func() { u.Age() }
		u.Reopen = func() seen.Store { require.NoError(t, f.Close()); f = open(); return f }
		u.Count = func() int { require.NoError(t, f.Flush()); return f.Count() }
		return u
	})
}

// A kill costs what was not written yet, and nothing before it.
func TestAKilledFileIsWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "records.db")
	f, err := seen.OpenFile(path, ttl, time.Now, zap.NewNop())
	require.NoError(t, err)
	require.NoError(t, f.Forward(t.Context(), []seen.Put{{Article: "a", Record: seentest.Of("i", 7)}}))
	require.NoError(t, f.Flush())
	require.NoError(t, f.Kill())
	f, err = seen.OpenFile(path, ttl, time.Now, zap.NewNop())
	require.NoError(t, err)
	got, err := f.Get(t.Context(), []string{"a", "b"})
	require.NoError(t, err)
	require.Nil(t, got[1])
	require.Equal(t, seentest.Of("i", 7), *got[0])
	require.NoError(t, f.Close())
}

func TestAFileThatCantBeReadIsPutAside(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "records.db")
	require.NoError(t, os.WriteFile(path, make([]byte, 64<<10), 0o600))
	f, err := seen.OpenFile(path, ttl, time.Now, zap.NewNop())
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.FileExists(t, path+".unreadable")
}

func TestRecordsOfAnotherLifeOfTheStreamSayNothing(t *testing.T) {
	t.Parallel()
	r := seen.New(seen.NewRedis(localtest.Redis(t), ttl), time.Now, zap.NewNop())
	ctx := t.Context()
	require.NoError(t, r.Forward(ctx, "a", seentest.Of("i1", 100)))
	got, err := r.Get(ctx, "a", "i2")
	require.NoError(t, err)
	require.Nil(t, got)
	require.NoError(t, r.Forward(ctx, "a", seentest.Of("i2", 1)))
	got, err = r.Get(ctx, "a", "i2")
	require.NoError(t, err)
	require.EqualValues(t, 1, got.Sequence)
	got, err = r.Get(ctx, "b", "i2")
	require.NoError(t, err)
	require.Nil(t, got, "of this article nothing is known")
}

// What a later release wrote, or another hand, is taken for no record.
func TestWhatCanNotBeReadIsNoRecord(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	good := seentest.Of("i", 5).String()
	for article, text := range map[string]string{"good": good, "short": "i 5 h", "number": "i x" + good[len("i 5"):], "version": "i 5 h k=x s=1"} {
		require.NoError(t, rdb.Set(t.Context(), "wireroom:seen:"+article, text, ttl).Err())
	}
	got, err := seen.NewRedis(rdb, ttl).Get(t.Context(), []string{"good", "short", "number", "version"})
	require.NoError(t, err)
	require.EqualValues(t, 5, got[0].Sequence)
	require.Equal(t, []*seen.Record{nil, nil, nil}, got[1:])
}

func TestRedisAwayIsSaidAtOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	server := localtest.RedisServer(t)
	r := seen.New(seen.NewRedis(server.Client(), ttl), time.Now, zap.NewNop())
	require.NoError(t, r.Forward(t.Context(), "a", seentest.Of("i", 1)))
	server.Stop()
	_, err := r.Get(t.Context(), "a", "i")
	require.ErrorIs(t, err, seen.ErrAway)
	require.ErrorIs(t, r.Forward(t.Context(), "a", seentest.Of("i", 2)), seen.ErrAway)
	server.Start()
	localtest.Eventually(t, 10*time.Second, func() error { return r.Forward(t.Context(), "a", seentest.Of("i", 2)) })
	got, err := r.Get(t.Context(), "a", "i")
	require.NoError(t, err)
	require.EqualValues(t, 2, got.Sequence)
}

// Each error that is no outage is told as what it is, and the rest goes on.
func TestARefusalIsNoOutage(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	core, lines := observer.New(zap.WarnLevel)
	r := seen.New(seen.NewRedis(rdb, ttl), time.Now, zap.New(core))
	ctx := t.Context()
	require.NoError(t, rdb.HSet(ctx, "wireroom:seen:a", "another", "type").Err())
	for range 3 {
		err := r.Forward(ctx, "a", seentest.Of("i", 1))
		require.ErrorIs(t, err, seen.ErrRefused)
		require.NotErrorIs(t, err, seen.ErrAway)
	}
	require.Equal(t, 1, lines.Len(), "it is logged, once a minute")
	require.NoError(t, r.Forward(ctx, "b", seentest.Of("i", 1)), "another article goes on")

	require.ErrorIs(t, seen.NewRedis(rdb, 0).Forward(ctx, []seen.Put{{Article: "c", Record: seentest.Of("i", 1)}}), seen.ErrRefused, "a ttl of 0")

	full(t, rdb, true)
	require.ErrorIs(t, r.Forward(ctx, "b", seentest.Of("i", 2)), seen.ErrFull)
	got, err := r.Get(ctx, "b", "i")
	require.NoError(t, err, "a full Redis is read")
	require.EqualValues(t, 1, got.Sequence)
	full(t, rdb, false)
	localtest.Eventually(t, 10*time.Second, func() error { return r.Forward(ctx, "b", seentest.Of("i", 2)) })
}

func full(t *testing.T, rdb *redis.Client, full bool) {
	t.Helper()
	limit := map[bool]string{true: "1", false: "0"}[full]
	require.NoError(t, rdb.ConfigSet(t.Context(), "maxmemory", limit).Err())
}
