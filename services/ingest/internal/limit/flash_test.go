package limit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/ingest/internal/limit"
)

func TestFlashesOfEachProvider(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	f := limit.NewFlashes(1, 2)
	require.True(t, f.Admit("a", now))
	require.True(t, f.Admit("a", now))
	require.False(t, f.Admit("a", now))
	require.True(t, f.Admit("b", now), "another provider is not held up")
	require.True(t, f.Admit("a", now.Add(time.Second)))
	var none *limit.Flashes
	require.True(t, none.Admit("a", now))
	require.Nil(t, limit.NewFlashes(0, 0))
}
