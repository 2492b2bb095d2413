package raw

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
)

// What the transport says goes along; an address that is too long for a header does not.
func TestTheTransportsWordIsInTheHeader(t *testing.T) {
	t.Parallel()
	p := Push{BaseURL: "https://q.example/rss", MachineUse: machineuse.Use{Training: machineuse.NotAllowed, Policy: "https://q.example/p"}}
	h := p.header("l", "h")
	require.Equal(t, "https://q.example/rss", h.Get(contract.HeaderBaseURL))
	require.Equal(t, `training=not-allowed, policy="https://q.example/p"`, h.Get(contract.HeaderMachineUse))
	long := "https://q.example/" + strings.Repeat("a", maxAddress)
	p = Push{BaseURL: long, MachineUse: machineuse.Use{Training: machineuse.NotAllowed, Policy: long}}
	h = p.header("l", "h")
	require.Empty(t, h.Get(contract.HeaderBaseURL))
	require.Equal(t, "training=not-allowed", h.Get(contract.HeaderMachineUse))
	h = (&Push{}).header("l", "h")
	require.NotContains(t, h, contract.HeaderMachineUse)
	require.NotContains(t, h, contract.HeaderBaseURL)
}
