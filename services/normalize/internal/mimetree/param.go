package mimetree

import (
	"net/url"
	"strconv"
	"strings"
)

// The bounds of the parameters of one field.
const (
	maxParams = 64
	maxPieces = 64 // of one parameter (RFC 2231, 3)
)

// Value parts a structured field into its value, in small letters, and its
// parameters, whose names are in small letters and whose values are decoded: RFC
// 2231's continuations and charsets, and the encoded words that many programs
// write instead. What is malformed is read as far as it makes sense.
func Value(field string) (value string, params map[string]string) {
	value, rest, _ := strings.Cut(field, ";")
	params = map[string]string{}
	extended := map[string]*pieced{}
	for n := 0; rest != "" && n < maxParams; n++ {
		var key, val string
		if key, val, rest = nextParam(rest); key == "" {
			continue
		}
		if name, index, encoded, ok := splitKey(key); ok {
			if extended[name] == nil {
				extended[name] = &pieced{}
			}
			extended[name].add(index, val, encoded)
		} else if _, have := params[key]; !have {
			params[key] = Words(val, "")
		}
	}
	for name, p := range extended {
		params[name] = p.text() // it wins over the plain one (RFC 5987, 4.2)
	}
	return strings.ToLower(strings.TrimSpace(value)), params
}

// nextParam takes one "key=value" and its semicolon.
func nextParam(s string) (key, value, rest string) {
	s = strings.TrimLeft(s, " \t\r\n;")
	i := strings.IndexAny(s, "=;")
	switch {
	case i < 0:
		return "", "", ""
	case s[i] == ';':
		return "", "", s[i:]
	}
	key, s = strings.ToLower(strings.TrimSpace(s[:i])), strings.TrimLeft(s[i+1:], " \t\r\n")
	if strings.HasPrefix(s, `"`) {
		value, rest = quoted(s)
		return key, value, rest
	}
	value, rest, _ = strings.Cut(s, ";")
	return key, strings.TrimSpace(value), rest
}

// quoted takes a quoted string; a missing quote ends with the field.
func quoted(s string) (value, rest string) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}

// splitKey takes apart "name*", "name*1" and "name*1*".
func splitKey(key string) (name string, index int, encoded, ok bool) {
	name, rest, ok := strings.Cut(key, "*")
	if !ok || name == "" {
		return "", 0, false, false
	}
	number, star := strings.CutSuffix(rest, "*")
	if number == "" {
		return name, 0, true, true
	}
	index, err := strconv.Atoi(number)
	return name, index, star, err == nil && index >= 0 && index < maxPieces
}

// pieced is a parameter in pieces.
type pieced struct {
	values  [maxPieces]string
	encoded [maxPieces]bool
	charset string
}

func (p *pieced) add(index int, value string, encoded bool) {
	if index == 0 && encoded {
		if parts := strings.SplitN(value, "'", 3); len(parts) == 3 {
			p.charset, value = parts[0], parts[2]
		}
	}
	p.values[index], p.encoded[index] = value, encoded
}

func (p *pieced) text() string {
	var b strings.Builder
	for i, v := range p.values {
		if p.encoded[i] {
			if raw, err := url.PathUnescape(v); err == nil {
				v = raw
			}
		}
		b.WriteString(v)
	}
	if text, _, err := Decode([]byte(b.String()), p.charset, ""); err == nil {
		return text
	}
	return b.String()
}
