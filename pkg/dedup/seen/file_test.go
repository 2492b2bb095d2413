package seen_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/dedup/seen/seentest"
)

// puts are records of articles numbered from one on.
func puts(from, n int) []seen.Put {
	out := make([]seen.Put, n)
	for i := range out {
		out[i] = seen.Put{Article: fmt.Sprint(from + i), Record: seentest.Of("i", 1)}
	}
	return out
}

// haltedFile writes only when the test says so.
func haltedFile(t *testing.T, now func() time.Time) *seen.File {
	t.Helper()
	f, err := seen.OpenFile(filepath.Join(t.TempDir(), "records.db"), ttl, now, zap.NewNop())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	f.Halt()
	return f
}

func TestAFileIsWrittenOnlyWhenThereIsSomethingNew(t *testing.T) {
	t.Parallel()
	var c clock
	f := haltedFile(t, c.now)
	require.NoError(t, f.Write()) // the first walk
	_, before := f.Stored()
	require.NoError(t, f.Write())
	_, after := f.Stored()
	require.Equal(t, before, after, "nothing is new")

	require.NoError(t, f.Forward(t.Context(), puts(0, 1)))
	require.NoError(t, f.Write())
	records, after := f.Stored()
	require.Equal(t, 1, records)
	require.Equal(t, before+1, after)
	require.NoError(t, f.Write())
	_, after = f.Stored()
	require.Equal(t, before+1, after, "nothing is new again")
}

// A walk through a large file blocks nobody for long: it is done in steps, as long as it takes.
func TestExpiredRecordsAreRemovedInSteps(t *testing.T) {
	t.Parallel()
	var c clock
	f := haltedFile(t, c.now)
	require.NoError(t, f.Write()) // the first walk
	require.NoError(t, f.Forward(t.Context(), puts(0, 12_000)))
	require.NoError(t, f.Write())
	c.passed.Add(int64(ttl))
	for _, left := range []int{7000, 2000, 0} {
		require.NoError(t, f.Write())
		records, _ := f.Stored()
		require.Equal(t, left, records)
	}
	_, before := f.Stored()
	require.NoError(t, f.Write())
	_, after := f.Stored()
	require.Equal(t, before, after, "the walk has ended")
}

// A disk that hangs costs a bounded number of records, and none of those that were taken.
func TestWhatWaitsForADiskIsBounded(t *testing.T) {
	t.Parallel()
	f := haltedFile(t, time.Now)
	for i := range 10 {
		require.NoError(t, f.Forward(t.Context(), puts(i*10_000, 10_000)))
	}
	require.ErrorIs(t, f.Forward(t.Context(), puts(100_000, 1)), seen.ErrFull)
	require.NoError(t, f.Write())
	require.NoError(t, f.Forward(t.Context(), puts(100_000, 1)))
	require.NoError(t, f.Write())
	records, _ := f.Stored()
	require.Equal(t, 100_001, records)
}

func TestAFullDiskIsLoggedAndWaitedOut(t *testing.T) {
	t.Parallel()
	core, lines := observer.New(zap.WarnLevel)
	path := filepath.Join(t.TempDir(), "records.db")
	f, err := seen.OpenFile(path, ttl, time.Now, zap.New(core))
	require.NoError(t, err)
	require.NoError(t, f.Full(true))
	require.NoError(t, f.Forward(t.Context(), puts(0, 20_000)))
	require.Eventually(t, func() bool { return lines.FilterMessageSnippet("records not written").Len() > 0 }, time.Minute, 10*time.Millisecond)
	newer := seen.Put{Article: "7", Record: seentest.Of("i", 2)}
	require.NoError(t, f.Forward(t.Context(), []seen.Put{newer}))
	got, err := f.Get(t.Context(), []string{"7", "8"})
	require.NoError(t, err)
	require.Equal(t, []*seen.Record{&newer.Record, &puts(8, 1)[0].Record}, got)
	require.NoError(t, f.Full(false))
	require.NoError(t, f.Close())
	f, err = seen.OpenFile(path, ttl, time.Now, zap.NewNop())
	require.NoError(t, err)
	again, err := f.Get(t.Context(), []string{"7", "8"})
	require.NoError(t, errors.Join(err, f.Close()))
	require.Equal(t, got, again)
}
