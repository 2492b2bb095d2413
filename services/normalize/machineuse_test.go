package normalize

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestWhatMachinesMayDoIsInTheEnvelopeNotesAndHash(t *testing.T) {
	t.Parallel()
	silent := parseOne(t, nil, Settings{})
	require.False(t, silent.Envelope.MachineUse.Said())
	coded := parseOne(t, map[string]any{"usageTerms": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING"}, Settings{})
	require.Equal(t, machineuse.Use{Training: machineuse.NotAllowed}, coded.Envelope.MachineUse)
	require.Contains(t, coded.Envelope.Notes, "machine use: training=not-allowed")

	d := delivery(doc(t, nil))
	d.MachineUse = machineuse.Use{Training: machineuse.NotAllowed, Policy: "https://example.org/terms"}
	out, err := Parse(d, Settings{})
	require.NoError(t, err)
	byTransport := out[0]
	require.Equal(t, d.MachineUse, byTransport.Envelope.MachineUse)
	require.Equal(t, ninjs.URI("https://example.org/terms"), byTransport.Item.RightsInfo.LinkedRights)

	d.MachineUse.Training = machineuse.Allowed
	out, err = Parse(d, Settings{})
	require.NoError(t, err)
	require.NotEqual(t, byTransport.Envelope.Hash, out[0].Envelope.Hash, "a permission that is withdrawn is an update")
}
