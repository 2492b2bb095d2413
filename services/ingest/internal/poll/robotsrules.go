package poll

import (
	"bytes"
	"strings"
)

// comparable writes the rules of a robots.txt so that package robotstxt compares them as
// RFC 9309 (2.2.2) says: paths in one spelling, and of a group the rules that allow first,
// since of two that are equally long the first one counts there.
func comparable(body []byte) []byte {
	var out bytes.Buffer
	var allowed, disallowed []string
	named := false // an agent, without which a rule is of nobody
	flush := func() {
		for _, rule := range append(allowed, disallowed...) {
			if !named {
				break
			}
			out.WriteString(rule + "\n")
		}
		allowed, disallowed = nil, nil
	}
	text := strings.TrimPrefix(string(body), "\ufeff")
	for line := range strings.Lines(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		field, value, _ := strings.Cut(line, ":")
		switch value = strings.TrimSpace(value); strings.ToLower(strings.TrimSpace(field)) {
		case "allow":
			allowed = append(allowed, "Allow: "+canonicalPath(value))
		case "disallow":
			disallowed = append(disallowed, "Disallow: "+canonicalPath(value))
		case "user-agent":
			flush()
			named = true
			out.WriteString("User-agent: " + value + "\n")
		default: // no rule of a group; an empty line ends none (2.2)
		}
	}
	flush()
	return out.Bytes()
}

// canonicalPath writes each octet of a path in one way: what needs no escape as itself, what
// is not ASCII as an escape in capitals.
func canonicalPath(path string) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		c, escaped := path[i], false
		if c == '%' && i+2 < len(path) {
			if high, low := hexDigit(path[i+1]), hexDigit(path[i+2]); high >= 0 && low >= 0 {
				c, escaped, i = byte(high<<4|low), true, i+2
			}
		}
		if c <= ' ' || c >= 0x7f || escaped && !unreserved(c) {
			out.WriteByte('%')
			out.WriteByte(digits[c>>4])
			out.WriteByte(digits[c&15])
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

func hexDigit(c byte) int {
	return strings.IndexByte("0123456789abcdef", strings.ToLower(string(c))[0])
}

// unreserved is of RFC 3986 (2.3).
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
