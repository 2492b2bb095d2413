package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// A cluster's job applies before its servers are there, while they come up one by one,
// and while they elect.
func TestStreamsAreAppliedWhileThreeServersComeUp(t *testing.T) { //nolint:paralleltest // the command line reads the environment
	operate(t)
	t.Setenv("WIREROOM_STREAMS_REPLICAS", "3")
	r := rig.Servers(t, &binaries, rig.Options{Nodes: 3, Users: true})
	type end struct {
		code int
		out  string
	}
	ended := make(chan end, 1)
	go func() {
		code, out := command(t, r, "streams", "apply", "--wait", "90s")
		ended <- end{code, out}
	}()
	r.StartNodes()
	e := <-ended
	require.Zero(t, e.code, e.out)
	js := r.JetStream()
	for _, c := range contract.Declared(contract.StreamOptions{}) {
		s, err := js.Stream(t.Context(), c.Name)
		require.NoError(t, err)
		require.Equal(t, 3, s.CachedInfo().Config.Replicas, c.Name)
	}
	code, out := command(t, r, "streams", "apply")
	require.Zero(t, code, out)
	require.Contains(t, out, "Nothing to do")

	t.Setenv("WIREROOM_STREAMS_REPLICAS", "1")
	code, out = command(t, r, "streams", "apply", "--dry-run")
	require.Zero(t, code, out)
	require.Contains(t, out, "fewer copies: nothing is lost")
	code, out = command(t, r, "streams", "list")
	require.Zero(t, code, out)
	require.Contains(t, out, "1 field not as declared")

	t.Setenv("WIREROOM_STREAMS_MAX_BYTES", "NEWZ:1000")
	code, out = command(t, r, "streams", "apply")
	require.Equal(t, 1, code)
	require.Contains(t, out, `names "NEWZ"`)
}
