package service

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAServiceIsNoCommand(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.Equal(t, 0, usage(&out, "ingest", "--help"))
	require.Contains(t, out.String(), "configuration.md")
	require.Equal(t, 2, usage(&out, "ingest", "up"))
}
