package seen_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func record(inc string, seq uint64) seen.Record {
	return seen.Record{Incarnation: inc, Sequence: seq, State: dedup.State{
		Version: dedup.Version{Status: dedup.Usable, HasNumber: true, Number: seq, Seq: seq, Pos: 1, Basis: dedup.Basis{Number: true}}, Hash: "h"}}
}

func TestARecordMovesForwardAndNeverBack(t *testing.T) {
	t.Parallel()
	r := seen.New(localtest.Redis(t), time.Hour, time.Now)
	ctx := t.Context()
	got, err := r.Get(ctx, "a", "i1")
	require.NoError(t, err)
	require.Nil(t, got)
	for _, seq := range []uint64{5, 3, 9, 7} {
		require.NoError(t, r.Forward(ctx, "a", record("i1", seq)))
	}
	got, err = r.Get(ctx, "a", "i1")
	require.NoError(t, err)
	require.Equal(t, record("i1", 9), *got)
}

func TestAnotherLifeOfTheStreamStartsAnew(t *testing.T) {
	t.Parallel()
	r := seen.New(localtest.Redis(t), time.Hour, time.Now)
	ctx := t.Context()
	require.NoError(t, r.Forward(ctx, "a", record("i1", 100)))
	got, err := r.Get(ctx, "a", "i2")
	require.NoError(t, err)
	require.Nil(t, got, "a record of another life says nothing")
	require.NoError(t, r.Forward(ctx, "a", record("i2", 1)))
	got, err = r.Get(ctx, "a", "i2")
	require.NoError(t, err)
	require.EqualValues(t, 1, got.Sequence)
}

func TestManyAtOnceEachGetTheirOwn(t *testing.T) {
	t.Parallel()
	r := seen.New(localtest.Redis(t), time.Hour, time.Now)
	var wg sync.WaitGroup
	for i := range 2000 {
		wg.Go(func() {
			id := fmt.Sprint("a", i)
			if err := r.Forward(t.Context(), id, record("i", uint64(i+1))); err != nil {
				t.Error(err)
			}
			got, err := r.Get(t.Context(), id, "i")
			if err != nil || got == nil || got.Sequence != uint64(i+1) {
				t.Errorf("%s: %v %v", id, got, err)
			}
		})
	}
	wg.Wait()
}

func TestRedisAwayIsSaidAtOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	server := localtest.RedisServer(t)
	r := seen.New(server.Client(), time.Hour, time.Now)
	require.NoError(t, r.Forward(t.Context(), "a", record("i", 1)))
	server.Stop()
	_, err := r.Get(t.Context(), "a", "i")
	require.ErrorIs(t, err, seen.ErrAway)
	require.ErrorIs(t, r.Forward(t.Context(), "a", record("i", 2)), seen.ErrAway)
	server.Start()
	localtest.Eventually(t, 10*time.Second, func() error { return r.Forward(t.Context(), "a", record("i", 2)) })
	got, err := r.Get(t.Context(), "a", "i")
	require.NoError(t, err)
	require.EqualValues(t, 2, got.Sequence)
}
