package localtest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

// Ports that addresses of tests are taken from. They lie below the ranges that
// Linux (32768) and IANA (49152) give to outgoing connections, so that no
// connection of another test takes one between two starts of a server.
const (
	firstPort = 20000
	portPairs = 6000
)

// Addr gives a loopback address that stays this test's until its end, for a
// process that is started, killed and started again on the same port. Ports
// come in pairs: the listener on the odd one is the claim on the even one,
// which other test processes of this machine respect.
func Addr(t testing.TB) string {
	t.Helper()
	for range 200 {
		port := firstPort + 2*rand.IntN(portPairs)
		claim, err := listen(t, port+1)
		if err != nil {
			continue
		}
		l, err := listen(t, port)
		if err != nil {
			_ = claim.Close()
			continue
		}
		require.NoError(t, l.Close())
		t.Cleanup(func() { _ = claim.Close() })
		return l.Addr().String()
	}
	t.Fatal("no free port for a test")
	return ""
}

func listen(t testing.TB, port int) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", port))
}
