package faults

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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

// In CI it is one short round on one server; make torture has more.
func TestTorture(t *testing.T) {
	o := torture.Options{Seed: number(t, "SEED", uint64(rand.Uint32())), Faults: int(number(t, "FAULTS", 8)), Nodes: int(number(t, "NODES", 1)), Longest: 700 * time.Millisecond} //nolint:gosec // small
	if os.Getenv("WIREROOM_TORTURE_FAULTS") != "" {
		o.Longest = 4 * time.Second
	}
	torture.Run(t, &binaries, o)
}
