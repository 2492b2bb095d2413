package faults

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/test/rig"
	"github.com/wireroom/wireroom/services/wireroom/test/torture"
)

// number of the environment.
func number(t *testing.T, name string, usual uint64) uint64 {
	t.Helper()
	text := os.Getenv("WIREROOM_TORTURE_" + name)
	if text == "" {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 32)
	require.NoError(t, err, name)
	return n
}

// In CI it is one short round on one server; make torture has more. Clocks are set and
// earlier versions run on demand alone, since they have to be built, and leftovers are
// looked for on demand, since the broker remembers who was killed for half a minute.
func TestTorture(t *testing.T) {
	o := torture.Options{Seed: number(t, "SEED", uint64(rand.Uint32())), Faults: int(number(t, "FAULTS", 8)), Nodes: int(number(t, "NODES", 1)), Longest: 2 * time.Second} //nolint:gosec // small
	built := &binaries
	if os.Getenv("WIREROOM_TORTURE_FAULTS") != "" {
		o.Longest, o.Clocks, o.Old = 6*time.Second, true, os.Getenv("WIREROOM_TORTURE_OLD")
		o.Leftovers = true
		built = &rig.Binaries{Clocks: true, Old: o.Old, Keep: os.Getenv("WIREROOM_TORTURE_BIN")}
		t.Cleanup(built.Remove)
	}
	torture.Run(t, built, o)
}
