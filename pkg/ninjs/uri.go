package ninjs

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// URI is an absolute URI as RFC 3986 defines it. Empty means not said.
type URI string

// ParseURI checks s for the schema's format "uri": RFC 3986, section 3, with a
// scheme and something after it. Addresses in brackets are IPv6 ones without a
// zone. Characters outside of ASCII must be percent-encoded.
func ParseURI(s string) (URI, error) {
	if !uriSyntax(s) {
		return "", fmt.Errorf("%q is not an absolute URI", s)
	}
	return URI(s), nil
}

// Valid reports whether the URI may be written.
func (u URI) Valid() bool { return uriSyntax(string(u)) }

// MarshalText refuses what is not an absolute URI.
func (u URI) MarshalText() ([]byte, error) {
	if _, err := ParseURI(string(u)); err != nil {
		return nil, err
	}
	return []byte(u), nil
}

// marks may stand in most parts of a URI, beside letters, digits and
// percent-encoded bytes (RFC 3986, appendix A).
const marks = "-._~!$&'()*+,;="

// What may stand in each part of a URI: an item's are checked at every step.
var (
	ofScheme = charactersOf("+-.")
	ofHost   = charactersOf(marks)
	ofUser   = charactersOf(marks + ":")
	ofPath   = charactersOf(marks + ":@/")
	ofQuery  = charactersOf(marks + ":@/?")
)

type characters [256]bool

// charactersOf is letters, digits and the marks.
func charactersOf(marks string) *characters {
	var set characters
	for c := range len(set) {
		set[c] = letter(byte(c)) || c >= '0' && c <= '9' || strings.IndexByte(marks, byte(c)) >= 0
	}
	return &set
}

func uriSyntax(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || rest == "" || scheme == "" || !letter(scheme[0]) || !onlyOf(scheme, ofScheme, false) {
		return false
	}
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	if !onlyOf(fragment, ofQuery, true) || !onlyOf(query, ofQuery, true) {
		return false
	}
	authority, ok := strings.CutPrefix(rest, "//")
	if !ok {
		return onlyOf(rest, ofPath, true)
	}
	authority, path, _ := strings.Cut(authority, "/")
	if !authoritySyntax(authority) || !onlyOf(path, ofPath, true) {
		return false
	}
	if !strings.ContainsAny(s, "%[") {
		return true // net/url has nothing more to say of it
	}
	_, err := url.Parse(s)
	return err == nil
}

func authoritySyntax(s string) bool {
	if user, host, ok := strings.Cut(s, "@"); ok {
		if !onlyOf(user, ofUser, true) {
			return false
		}
		s = host
	}
	if address, ok := strings.CutPrefix(s, "["); ok {
		host, port, ok := strings.Cut(address, "]")
		ip, err := netip.ParseAddr(host)
		if !ok || err != nil || !ip.Is6() || ip.Zone() != "" || port != "" && port[0] != ':' {
			return false
		}
		return onlyDigits(strings.TrimPrefix(port, ":"))
	}
	host, port, _ := strings.Cut(s, ":")
	return onlyOf(host, ofHost, true) && onlyDigits(port)
}

// onlyOf reports whether s holds characters of the set, and where encoded is set
// percent-encoded bytes, and nothing else.
func onlyOf(s string, set *characters, encoded bool) bool {
	for i := 0; i < len(s); i++ {
		if set[s[i]] {
			continue
		}
		if s[i] != '%' || !encoded || i+2 >= len(s) || !hex(s[i+1]) || !hex(s[i+2]) {
			return false
		}
		i += 2
	}
	return true
}

func onlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func hex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }
