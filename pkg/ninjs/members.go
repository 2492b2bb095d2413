package ninjs

import (
	"bytes"
	"slices"

	"github.com/goccy/go-json"
)

// members are those of an object, as JSON has their values, by their place in
// common; nil for one that is absent.
type members struct {
	values [len(common)][]byte
	added  [len(common)][]byte // lists that come behind those in values
	err    error               // the first one
}

// cut finds the members of an object. It is for what Encode wrote: where it meets a
// space, an empty list, a name out of order or one that is not common, it says no.
func (m *members) cut(data []byte) bool {
	last := len(data) - 1
	if last < 1 || data[0] != '{' || data[last] != '}' {
		return false
	}
	next := 0
	for at := 0; at < last; { // a brace or a comma, then a member
		colon := afterString(data, at+1)
		if colon < 0 || data[colon] != ':' {
			return false
		}
		end := afterValue(data, colon+1)
		if end < 0 || data[end] != ',' && end != last {
			return false
		}
		i := slices.Index(common[next:], string(data[at+2:colon-1]))
		if i < 0 {
			return false
		}
		m.values[next+i] = data[colon+1 : end]
		at, next = end, next+i+1
	}
	return true
}

func (m *members) set(i int, value any) { m.values[i] = m.write(value) }

// extend adds a list to the one that is there.
func (m *members) extend(i int, list any) {
	if m.values[i] == nil {
		m.set(i, list)
		return
	}
	m.added[i] = m.write(list)
}

func (m *members) write(value any) []byte {
	data, err := json.MarshalWithOption(value, json.DisableHTMLEscape())
	if err != nil && m.err == nil {
		m.err = err
	}
	return data
}

// object joins the members again.
func (m *members) object() []byte {
	size := 1
	for i, value := range m.values {
		if value != nil {
			size += len(common[i]) + len(value) + len(m.added[i]) + len(`"":,`)
		}
	}
	out := append(make([]byte, 0, size), '{')
	for i, value := range m.values {
		if value == nil {
			continue
		}
		out = append(out, '"')
		out = append(out, common[i]...)
		out = append(out, '"', ':')
		out = append(out, value...)
		if added := m.added[i]; added != nil {
			out[len(out)-1] = ','
			out = append(out, added[1:]...)
		}
		out = append(out, ',')
	}
	out[len(out)-1] = '}'
	return out
}

// afterValue gives where the value at i ends: a text, a number, or a list or an
// object that is not empty and holds no spaces. Else, or if it does not end before
// data does, it gives -1.
func afterValue(data []byte, i int) int {
	switch c := data[i]; {
	case c == '"':
		return afterString(data, i)
	case c == '[' || c == '{':
		return afterNested(data, i)
	case c >= '1' && c <= '9':
		return i + bytes.IndexAny(data[i:], ",}")
	}
	return -1
}

func afterString(data []byte, i int) int {
	if data[i] != '"' {
		return -1
	}
	for {
		n := bytes.IndexByte(data[i+1:], '"')
		if n < 0 {
			return -1
		}
		i += n + 1
		if !escaped(data, i) {
			break
		}
	}
	if i+1 == len(data) {
		return -1
	}
	return i + 1
}

// escaped reports whether an odd number of backslashes stands before i.
func escaped(data []byte, i int) bool {
	odd := false
	for i--; data[i] == '\\'; i-- {
		odd = !odd
	}
	return odd
}

func afterNested(data []byte, i int) int {
	if c := data[i+1]; c == ']' || c == '}' {
		return -1
	}
	for depth := 0; i < len(data)-1; {
		switch data[i] {
		case '"':
			if i = afterString(data, i); i < 0 {
				return -1
			}
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case ' ', '\t', '\n', '\r':
			return -1
		}
		if i++; depth == 0 {
			return i
		}
	}
	return -1
}
