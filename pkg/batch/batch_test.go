package batch_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/batch"
)

const gather = 2 * time.Millisecond

// The clock of the bubble only moves while everybody waits.
func TestALoneRequestWaitsForNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := batch.New(func(_ context.Context, reqs []int) ([]int, error) { return reqs, nil }, 10, gather)
		began := time.Now()
		for i := range 100 {
			got, err := b.Do(t.Context(), i)
			require.NoError(t, err)
			require.Equal(t, i, got)
			synctest.Wait() // the call before has ended altogether
		}
		require.Zero(t, time.Since(began))
	})
}

func TestRequestsThatComeDuringACallShareTheNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var sizes []int
		began := time.Now()
		b := batch.New(func(_ context.Context, reqs []int) ([]int, error) {
			sizes = append(sizes, len(reqs))
			time.Sleep(time.Millisecond)
			return reqs, nil
		}, 10, gather)
		var wg sync.WaitGroup
		ask := func(i int) {
			wg.Go(func() {
				got, err := b.Do(context.Background(), i)
				if err != nil || got != i {
					t.Errorf("%d: %d %v", i, got, err)
				}
			})
		}
		ask(0)
		synctest.Wait()
		for i := range 15 {
			ask(i)
		}
		synctest.Wait()
		time.Sleep(time.Millisecond + gather/2) // within the time to gather
		ask(15)
		wg.Wait()
		require.Equal(t, []int{1, 10, 6}, sizes)
		require.Equal(t, 3*time.Millisecond+gather, time.Since(began), "a full call waits for nobody")
	})
}

func TestAFailedCallFailsWhatItCarriedAlone(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	fail := true
	b := batch.New(func(_ context.Context, reqs []int) ([]int, error) {
		if fail {
			return nil, broken
		}
		return reqs, nil
	}, 10, 0)
	_, err := b.Do(t.Context(), 1)
	require.ErrorIs(t, err, broken)
	fail = false
	_, err = b.Do(t.Context(), 1)
	require.NoError(t, err)
}

func TestACallerThatLeavesEndsNobodyElsesCall(t *testing.T) {
	t.Parallel()
	enter, leave := make(chan struct{}), make(chan struct{})
	b := batch.New(func(ctx context.Context, reqs []int) ([]int, error) {
		enter <- struct{}{}
		<-leave
		return reqs, ctx.Err()
	}, 10, 0)
	ctx, cancel := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan error, 1)
	go func() { _, err := b.Do(ctx, 1); first <- err }()
	<-enter
	cancel()
	require.ErrorIs(t, <-first, context.Canceled)
	go func() { _, err := b.Do(t.Context(), 2); second <- err }()
	leave <- struct{}{}
	<-enter
	leave <- struct{}{}
	require.NoError(t, <-second)
}
