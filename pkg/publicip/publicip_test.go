package publicip_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/publicip"
)

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for _, a := range []string{"8.8.8.8", "1.1.1.1", "172.32.0.1", "192.0.1.1", "198.20.0.1", "223.255.255.254", "2606:4700::1111", "2001:4860:4860::8888", "2a00:1450::1"} {
		require.True(t, publicip.Is(netip.MustParseAddr(a)), a)
	}
}

// A well-known address of each special range, written in the ways in which a name server
// or a document may give it.
func TestSpecialAddressesAreNotPublic(t *testing.T) {
	t.Parallel()
	for _, a := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
		"192.88.99.1", "198.18.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
		"::10.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "100:0:0:1::1", "2001::1", "2001:db8::1", "2002:a00:1::",
		"3fff::1", "5f00::1", "4000::1", "a000::1",
	} {
		require.False(t, publicip.Is(netip.MustParseAddr(a)), a)
	}
	require.False(t, publicip.Is(netip.Addr{}))
}

func TestNoAddressOfASpecialRangeIsPublicWhateverItsZone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(publicip.Special()).Draw(t, "range")
		bytes := p.Addr().AsSlice()
		for i := p.Bits(); i < len(bytes)*8; i++ {
			if rapid.Bool().Draw(t, "bit") {
				bytes[i/8] |= 0x80 >> (i % 8)
			}
		}
		a, _ := netip.AddrFromSlice(bytes)
		require.True(t, p.Contains(a))
		require.False(t, publicip.Is(a), a)
		if a.Is6() {
			require.False(t, publicip.Is(a.WithZone("eth0")), a)
		}
	})
}
