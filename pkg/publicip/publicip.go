// Package publicip knows which addresses belong to the public internet.
//
// It is asked when an outgoing connection is dialled, after its name was resolved. It
// must not resolve names, and must know no setting: who may reach more than the public
// internet is decided by the caller.
package publicip

import (
	"net/netip"
	"slices"
)

// Is reports whether an address may be one of the public internet: it is globally
// reachable by IANA's special-purpose address registries (IPv4 and IPv6, RFC 6890) and,
// for IPv6, within the only block that is allocated as global unicast (2000::/3). Ranges
// that lead to another address, such as those of NAT64, 6to4 and Teredo, are not public
// whatever they lead to. The zone of an address does not count.
func Is(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	if a.Is6() && !globalUnicast().Contains(a) {
		return false
	}
	return !slices.ContainsFunc(Special(), func(p netip.Prefix) bool { return p.Contains(a) })
}

// globalUnicast is the block of IANA's IPv6 Global Unicast Address Assignments.
func globalUnicast() netip.Prefix { return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20}), 3) }

// Special lists the ranges of IANA's special-purpose registries that are not globally
// reachable, those that lead elsewhere, and the deprecated ones. IPv4-mapped addresses
// (::ffff:0:0/96) are not in it: they count as the IPv4 address that they hold.
func Special() []netip.Prefix { return special }

//nolint:gochecknoglobals // a table, never written
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network, RFC 791
	netip.MustParsePrefix("10.0.0.0/8"),      // private use, RFC 1918
	netip.MustParsePrefix("100.64.0.0/10"),   // shared address space, RFC 6598
	netip.MustParsePrefix("127.0.0.0/8"),     // loopback, RFC 1122
	netip.MustParsePrefix("169.254.0.0/16"),  // link local, RFC 3927
	netip.MustParsePrefix("172.16.0.0/12"),   // private use, RFC 1918
	netip.MustParsePrefix("192.0.0.0/24"),    // IETF protocol assignments, RFC 6890
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation, RFC 5737
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays, deprecated by RFC 7526
	netip.MustParsePrefix("192.168.0.0/16"),  // private use, RFC 1918
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarking, RFC 2544
	netip.MustParsePrefix("198.51.100.0/24"), // documentation, RFC 5737
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation, RFC 5737
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast, RFC 5771
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved and limited broadcast, RFC 1112 and 919

	netip.MustParsePrefix("::/96"),           // IPv4-compatible, deprecated by RFC 4291; unspecified and loopback
	netip.MustParsePrefix("::ffff:0:0:0/96"), // IPv4-translated, RFC 2765
	netip.MustParsePrefix("64:ff9b::/96"),    // NAT64, RFC 6052
	netip.MustParsePrefix("64:ff9b:1::/48"),  // local NAT64, RFC 8215
	netip.MustParsePrefix("100::/64"),        // discard only, RFC 6666
	netip.MustParsePrefix("100:0:0:1::/64"),  // dummy prefix, RFC 9780
	netip.MustParsePrefix("2001::/23"),       // IETF protocol assignments with Teredo, ORCHID and benchmarking, RFC 2928
	netip.MustParsePrefix("2001:db8::/32"),   // documentation, RFC 3849
	netip.MustParsePrefix("2002::/16"),       // 6to4, RFC 3056
	netip.MustParsePrefix("3fff::/20"),       // documentation, RFC 9637
	netip.MustParsePrefix("5f00::/16"),       // segment routing identifiers, RFC 9602
	netip.MustParsePrefix("fc00::/7"),        // unique local, RFC 4193
	netip.MustParsePrefix("fe80::/10"),       // link local, RFC 4291
	netip.MustParsePrefix("fec0::/10"),       // site local, deprecated by RFC 3879
	netip.MustParsePrefix("ff00::/8"),        // multicast, RFC 4291
}
