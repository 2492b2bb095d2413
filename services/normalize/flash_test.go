package normalize

import (
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestALimitedFlashStaysInTheWireLane(t *testing.T) {
	t.Parallel()
	limited := Delivery{Lane: contract.Wire, header: nats.Header{contract.HeaderFlashLimited: {"true"}}}
	require.Equal(t, contract.Wire, laneOf(limited, Settings{}, &ninjs.Item{Urgency: 1}))
	require.Equal(t, contract.Bulk, laneOf(limited, Settings{}, &ninjs.Item{Urgency: 8}))
	require.Equal(t, contract.Flash, laneOf(limited, Settings{}, &ninjs.Item{Urgency: 1, PubStatus: ninjs.Canceled}), "a kill waits for nobody")
	require.Equal(t, contract.Flash, laneOf(Delivery{Lane: contract.Wire}, Settings{}, &ninjs.Item{Urgency: 1}))
}
