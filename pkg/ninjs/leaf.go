package ninjs

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// URI is an absolute URI as RFC 3986 defines it. Empty means not said.
type URI string

// ParseURI checks s for the schema's format "uri": an absolute URI as RFC 3986
// defines it, section 3.
func ParseURI(s string) (URI, error) {
	colon := strings.IndexByte(s, ':')
	if colon < 1 || !scheme(s[:colon]) || colon == len(s)-1 || !uriChars(s[colon+1:]) || strings.Count(s, "#") > 1 {
		return "", fmt.Errorf("%q is not an absolute URI", s)
	}
	if !strings.ContainsAny(s, "[]%@/?") {
		return URI(s), nil // nothing in it that only a parser could judge
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("%q is not an absolute URI: %w", s, err)
	}
	if strings.ContainsAny(u.Hostname(), "[]") || strings.ContainsAny(u.Path+u.Opaque, "[]") {
		return "", fmt.Errorf("%q is not an absolute URI: bracket outside of a host", s)
	}
	return URI(s), nil
}

func scheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(s[i]))) {
			return false
		}
	}
	return true
}

// uriChars reports whether s holds only reserved and unreserved characters and
// whole percent-encodings (RFC 3986, section 2).
func uriChars(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '%':
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return false
			}
			i += 2
		case strings.IndexByte("-._~:/?#[]@!$&'()*+,;=", c) < 0:
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// Valid reports whether the URI may be written.
func (u URI) Valid() bool { _, err := ParseURI(string(u)); return err == nil }

// MarshalText refuses what is not an absolute URI.
func (u URI) MarshalText() ([]byte, error) {
	if _, err := ParseURI(string(u)); err != nil {
		return nil, err
	}
	return []byte(u), nil
}

// Time is an RFC 3339 time; its zero value means not said.
type Time struct{ time.Time }

// At wraps a time.
func At(t time.Time) Time { return Time{t} }

// MarshalJSON writes RFC 3339 with a zone, and refuses years it can't hold.
func (t Time) MarshalJSON() ([]byte, error) {
	if y := t.Year(); y < 0 || y > 9999 {
		return nil, fmt.Errorf("year %d is outside of RFC 3339", y)
	}
	return []byte(`"` + t.Format(time.RFC3339Nano) + `"`), nil
}

var truncatedSyntax = regexp.MustCompile(`^(-?(?:[1-9][0-9]*)?[0-9]{4})(-(1[0-2]|0[1-9])(-(3[01]|0[1-9]|[12][0-9])(T(2[0-3]|[01][0-9]):([0-5][0-9]):([0-5][0-9])(\.[0-9]+)?(Z|[+-](?:2[0-3]|[01][0-9]):[0-5][0-9])?)?)?)?$`)

// TruncatedTime is a year, a month, a day or a full time (the schema's
// truncatedDateTimeType).
type TruncatedTime string

// Valid reports whether the schema's pattern allows the time.
func (t TruncatedTime) Valid() bool { return truncatedSyntax.MatchString(string(t)) }

// MarshalText refuses what the schema's pattern forbids.
func (t TruncatedTime) MarshalText() ([]byte, error) {
	if !t.Valid() {
		return nil, fmt.Errorf("%q is not a truncated date-time", string(t))
	}
	return []byte(t), nil
}

// Urgency runs from 1 (most urgent) to 9; 0 means not said.
type Urgency int

// MarshalJSON refuses what is outside of 1 to 9.
func (u Urgency) MarshalJSON() ([]byte, error) {
	if u < 1 || u > 9 {
		return nil, fmt.Errorf("urgency %d is outside of 1 to 9", int(u))
	}
	return []byte{'0' + byte(u)}, nil
}
