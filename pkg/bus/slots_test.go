package bus

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestAFlashHasSlotsOfItsOwn(t *testing.T) {
	t.Parallel()
	s := NewSlots(2)
	s.Take(t.Context(), contract.Wire, "a")
	s.Take(t.Context(), contract.Bulk, "a")
	free := s.Take(t.Context(), contract.Flash, "a")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	s.Take(ctx, contract.Flash, "a")
	require.Error(t, ctx.Err(), "and they are bounded too")
	free()
	free()
	s.Take(t.Context(), contract.Flash, "b")
	require.Zero(t, s.flash.free, "what is freed twice is freed once")
	require.Empty(t, s.flash.lines)
	(*Slots)(nil).Take(t.Context(), contract.Wire, "a")()
}

func TestProvidersTakeTurnsForSlots(t *testing.T) {
	t.Parallel()
	s := NewSlots(1)
	free := s.Take(t.Context(), contract.Wire, "a")
	got := make(chan string, 10)
	waiting := 0
	wait := func(provider string) {
		go func() {
			free := s.Take(t.Context(), contract.Wire, provider)
			got <- provider
			free()
		}()
		waiting++
		require.Eventually(t, func() bool {
			s.others.mu.Lock()
			defer s.others.mu.Unlock()
			n := 0
			for _, l := range s.others.lines {
				n += len(l)
			}
			return n == waiting
		}, time.Second, time.Millisecond)
	}
	for _, p := range []string{"a", "a", "a", "b"} {
		wait(p)
	}
	free()
	require.Equal(t, []string{"a", "b", "a", "a"}, []string{<-got, <-got, <-got, <-got})
}
