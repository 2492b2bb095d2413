package normalize

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

func TestParsingWaitsForASlotButAFlashHasItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &normalizer{settings: func(string) Settings { return Settings{} }, slots: bus.NewSlots(1)}
		free := n.slots.Take(t.Context(), contract.Wire, "other")
		parsed := make(chan contract.Lane, 2)
		for _, lane := range []contract.Lane{contract.Bulk, contract.Flash} {
			go func() {
				_, _ = n.parse(t.Context(), Delivery{ID: "t1-5", Provider: "acme", Lane: lane, Data: []byte("a story")})
				parsed <- lane
			}()
		}
		synctest.Wait()
		require.Equal(t, contract.Flash, <-parsed)
		require.Empty(t, parsed, "the other waits")
		free()
		require.Equal(t, contract.Bulk, <-parsed)
		n.slots.Take(t.Context(), contract.Wire, "acme")() // its slot is free again
	})
}
