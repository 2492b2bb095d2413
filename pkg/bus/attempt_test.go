package bus

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestAHandlersContextEndsWithItsTime(t *testing.T) {
	t.Parallel()
	ctx, a := begin(t.Context(), 10*time.Millisecond, 10*time.Millisecond)
	<-ctx.Done()
	require.ErrorIs(t, context.Cause(ctx), errTimeout)
	require.True(t, a.running())
	<-a.gone
	require.True(t, a.giveUp())
	require.True(t, a.end(), "it comes back late")
	require.False(t, a.running())
}

func TestWhatIsBackIsNotGivenUp(t *testing.T) {
	t.Parallel()
	_, a := begin(t.Context(), time.Minute, time.Minute)
	require.False(t, a.end())
	require.False(t, a.giveUp())
}

// The wait for a slot is not the handler's fault.
func TestWaitingForASlotStopsTheClock(t *testing.T) {
	t.Parallel()
	s := NewSlots(1)
	free := s.Take(t.Context(), contract.Wire, "a")
	ctx, a := begin(t.Context(), 100*time.Millisecond, time.Minute)
	got := make(chan func(), 1)
	go func() { got <- s.Take(ctx, contract.Wire, "b") }()
	select {
	case <-ctx.Done():
		t.Fatal("the clock went on")
	case <-time.After(300 * time.Millisecond):
	}
	free()
	<-got
	<-ctx.Done() // and goes on afterwards
	require.True(t, a.giveUp())
	s.Take(t.Context(), contract.Wire, "c")() // the slot of what was given up is free
}

func TestTooManyThatNeverReturnEndTheProcess(t *testing.T) {
	t.Parallel()
	a := abandoned{full: make(chan struct{})}
	for range maxAbandoned - 1 {
		a.add(1)
	}
	a.add(-1)
	a.add(1)
	select {
	case <-a.full:
		t.Fatal("too early")
	default:
	}
	a.add(1)
	<-a.full
	a.add(1)
}

// A handler may wait for several slots at once: the clock goes on after the last of them,
// with the time that was left.
func TestTheClockGoesOnAfterTheLastWait(t *testing.T) {
	t.Parallel()
	const limit = 200 * time.Millisecond
	ctx, a := begin(t.Context(), limit, time.Minute)
	first := a.stopClock()
	left := a.left
	require.Less(t, left, limit)
	second := a.stopClock()
	first()
	select {
	case <-ctx.Done():
		t.Fatal("the clock went on")
	case <-time.After(2 * limit):
	}
	require.Equal(t, left, a.left)
	second()
	<-ctx.Done()
	require.ErrorIs(t, context.Cause(ctx), errTimeout)
}

// The time of a handler that is back is over, whatever it still held.
func TestNothingExpiresAfterTheEnd(t *testing.T) {
	t.Parallel()
	ctx, a := begin(t.Context(), 10*time.Millisecond, 0)
	start := a.stopClock()
	a.end()
	start()
	select {
	case <-a.gone:
		t.Fatal("it is given up after its end")
	case <-time.After(100 * time.Millisecond):
	}
	require.ErrorIs(t, context.Cause(ctx), context.Canceled)
	(*attempt)(nil).stopClock()()
	(*attempt)(nil).holds(nil)
}
