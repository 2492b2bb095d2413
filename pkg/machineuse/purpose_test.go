package machineuse_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/machineuse"
)

func TestForbids(t *testing.T) {
	t.Parallel()
	for header, want := range map[string][]machineuse.Purpose{
		"": nil,
		"training=allowed, input=allowed, indexing=allowed": nil,
		"training=not-allowed":                              {machineuse.Train},
		"input=not-allowed, indexing=allowed":               {machineuse.Input},
		"indexing=not-allowed, training=not-allowed":        {machineuse.Train, machineuse.Index},
	} {
		use, err := machineuse.Parse(header)
		require.NoError(t, err)
		var got []machineuse.Purpose
		for _, p := range machineuse.Purposes() {
			if use.Forbids(p) {
				got = append(got, p)
			}
		}
		require.Equal(t, want, got, header)
	}
	require.True(t, machineuse.Use{}.Forbids("sing"))
}
