// Package weburl makes addresses as people and systems write them ones that RFC 3986
// allows, by the rules of a browser (WHATWG URL, "basic URL parser"): blanks, brackets,
// bars, quotes and characters outside of ASCII are percent-encoded, a host outside of
// ASCII becomes punycode (RFC 5891). It must not guess what an address means that a
// browser would not open.
package weburl

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
)

var (
	schemeSyntax = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)
	lineEnds     = strings.NewReplacer("\t", "", "\n", "", "\r", "")
)

// Parse reads an absolute or relative address. The error is that of the host: one that
// no name can be.
func Parse(s string) (*url.URL, error) { return url.Parse(Escape(s)) }

// Escape gives the address with all characters escaped that must be. What is escaped
// already stays; an address of another scheme than http and https stays as it is.
func Escape(s string) string {
	s = lineEnds.Replace(strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || r == '\u00a0' || r == '\u200b' || r == '\ufeff' }))
	scheme := schemeSyntax.FindString(s)
	switch strings.ToLower(scheme) {
	case "", "http:", "https:":
	default:
		return s
	}
	rest, fragment, hasFragment := strings.Cut(s[len(scheme):], "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	rest = strings.ReplaceAll(rest, `\`, "/")
	host := ""
	if scheme != "" || strings.HasPrefix(rest, "//") {
		host, rest = authority(scheme, rest)
	}
	var b strings.Builder
	b.WriteString(strings.ToLower(scheme) + host)
	encode(&b, rest, "/:@")
	if hasQuery {
		b.WriteByte('?')
		encode(&b, query, "/:@?")
	}
	if hasFragment {
		b.WriteByte('#')
		encode(&b, fragment, "/:@?")
	}
	return b.String()
}

// authority takes user, host and port off, the host in ASCII.
func authority(scheme, rest string) (host, path string) {
	trimmed := strings.TrimLeft(rest, "/")
	if trimmed == rest && scheme == "" || trimmed == "" {
		return "", rest
	}
	name, path := trimmed, ""
	if at := strings.IndexByte(trimmed, '/'); at >= 0 {
		name, path = trimmed[:at], trimmed[at:]
	}
	user := ""
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		user, name = name[:at+1], name[at+1:]
	}
	return "//" + user + asciiHost(name), path
}

// asciiHost is a host with its port in ASCII; it stays as it is if it can't be.
func asciiHost(name string) string {
	port := ""
	if at := strings.LastIndexByte(name, ':'); at >= 0 && !strings.HasSuffix(name, "]") {
		name, port = name[:at], name[at:]
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if isASCII(name) {
		return strings.TrimSpace(name) + port
	}
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii + port
	}
	return name + port
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

const hexDigits = "0123456789ABCDEF"

// encode writes a part of an address; more are the characters that it may have beside
// RFC 3986's unreserved ones and sub-delimiters.
func encode(b *strings.Builder, s, more string) {
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b.WriteByte(c)
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9',
			strings.IndexByte("-._~!$&'()*+,;=", c) >= 0, strings.IndexByte(more, c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		}
	}
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
