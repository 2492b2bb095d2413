package ninjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	fast "github.com/goccy/go-json"
	"github.com/tidwall/gjson"
)

// object decodes one JSON object; numbers stay as they are written.
func object(data []byte) (map[string]any, error) {
	if fields := valid(data); fields != nil {
		return fields, nil
	}
	return strictly(data)
}

// valid decodes what is valid JSON, and gives nil for the rest. The library is
// many times as fast as the standard one, but makes a float of each number: only
// such are left to it as are written in the same way again. Its decoder of other
// numbers does not look at what follows the object, so that gjson has to.
func valid(data []byte) map[string]any {
	var fields map[string]any
	if plainNumbers(data) {
		if fast.Unmarshal(data, &fields) != nil {
			return nil
		}
		asWritten(fields)
		return fields
	}
	if !gjson.ValidBytes(data) {
		return nil
	}
	dec := fast.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if dec.Decode(&fields) != nil {
		return nil
	}
	return fields
}

// plainNumbers reports whether all numbers are whole ones that a float64 holds.
func plainNumbers(data []byte) bool {
	const most = 15 // digits
	digits := 0
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			i, digits = stringEnd(data, i), 0
		case c >= '0' && c <= '9':
			if digits++; digits > most {
				return false
			}
		case c == '.', c == 'E', c == '-', c == 'e' && digits > 0:
			return false
		default:
			digits = 0
		}
	}
	return true
}

// asWritten turns the numbers back into what the document has.
func asWritten(v any) any {
	switch v := v.(type) {
	case float64:
		return json.Number(strconv.FormatInt(int64(v), 10))
	case map[string]any:
		for key, member := range v {
			if changed := asWritten(member); changed != nil {
				v[key] = changed
			}
		}
	case []any:
		for i, member := range v {
			if changed := asWritten(member); changed != nil {
				v[i] = changed
			}
		}
	}
	return nil
}

// strictly decodes with the standard library, whose errors say what is wrong.
func strictly(data []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var fields map[string]any
	if err := dec.Decode(&fields); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("parse JSON: cut off before its end: %w", err)
		}
		return nil, fmt.Errorf("parse JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("parse JSON: something follows the object")
	}
	return fields, nil
}

// node is one object of the document while it is read: each field is taken out,
// so that what remains at the end is what ninjs 3.1 has no place for.
type node struct {
	r      *reader
	path   string
	fields map[string]any
}

// take gives the first of the fields that is there and holds something.
func (n node) take(keys ...string) any {
	var found any
	for _, key := range keys {
		if len(n.fields) == 0 {
			break // most objects are read to their end by the first few fields
		}
		v, ok := n.fields[key]
		if !ok {
			continue
		}
		delete(n.fields, key)
		if found == nil {
			found = v
		}
	}
	return found
}

// text is a field as text; what is neither text nor number is left out, noted.
func (n node) text(keys ...string) string {
	switch v := n.take(keys...).(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	default:
		n.note(keys[0], "is no text")
		return ""
	}
}

// lines is a field as text, a line for each member where it is a list.
func (n node) lines(key string) string {
	list, ok := n.fields[key].([]any)
	if !ok {
		return n.text(key)
	}
	delete(n.fields, key)
	var out []string
	for _, m := range list {
		if s, ok := m.(string); ok && strings.TrimSpace(s) != "" {
			out = append(out, strings.TrimSpace(s))
		} else if !ok && m != nil {
			n.note(key, "has a member that is no text")
		}
	}
	return strings.Join(out, "\n")
}

// list gives the members of a field: of an array, or the one object that stands
// in its place. What is no object becomes one with that text under plain.
func (n node) list(plain string, keys ...string) []node {
	var members []any
	switch v := n.take(keys...).(type) {
	case nil:
		return nil
	case []any:
		members = v
	default:
		members = []any{v}
	}
	if len(members) > maxMembers {
		n.r.notef("%s%s has more than %d members: the others are left out", n.path, keys[0], maxMembers)
		members = members[:maxMembers]
	}
	var out []node
	for i, m := range members {
		path := n.below(keys[0] + "[" + strconv.Itoa(i) + "].")
		switch v := m.(type) {
		case nil:
		case map[string]any:
			out = append(out, node{n.r, path, lowered(v)})
		case string:
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, node{n.r, path, map[string]any{plain: v}})
			}
		default:
			n.r.notef("%s is no object: left out", strings.TrimSuffix(path, "."))
		}
	}
	return out
}

// named gives the members of a field that is an object of name to member (ninjs
// 1) or an array of members with a name (2 and 3), in a fixed order.
func (n node) named(keys ...string) []node {
	v := n.take(keys...)
	byName, ok := v.(map[string]any)
	if !ok {
		n.fields[keys[0]] = v
		return n.list("uri", keys[0])
	}
	var out []node
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		path := n.below(keys[0] + "." + short(name))
		switch v := byName[name].(type) {
		case nil:
			// Superdesk empties a place by null
		case map[string]any:
			fields := lowered(v)
			fields["name"] = name
			out = append(out, node{n.r, path + ".", fields})
		default:
			n.r.notef("%s is no object: left out", path)
		}
	}
	return out
}

// below is the path of a part, cut in front if the document nests for its own sake.
func (n node) below(part string) string {
	const most = 200 // bytes
	if len(n.path) > most {
		return "…." + part
	}
	return n.path + part
}

// one gives a field that is an object.
func (n node) one(keys ...string) (node, bool) {
	switch v := n.take(keys...).(type) {
	case nil:
		return node{}, false
	case map[string]any:
		return node{n.r, n.below(keys[0] + "."), lowered(v)}, true
	default:
		n.note(keys[0], "is no object")
		return node{}, false
	}
}

// rest notes what nobody took.
func (n node) rest() {
	if len(n.fields) == 0 {
		return
	}
	keys := slices.Sorted(maps.Keys(n.fields))
	keys = slices.DeleteFunc(keys, func(key string) bool { return isNothing(n.fields[key]) })
	if len(keys) == 0 {
		return
	}
	const most = 20
	more := ""
	if len(keys) > most {
		more = fmt.Sprintf(" and %d more", len(keys)-most)
		keys = keys[:most]
	}
	for i := range keys {
		keys[i] = n.path + short(keys[i])
	}
	n.r.notef("no place in ninjs 3.1, left out: %s%s", strings.Join(keys, ", "), more)
}

func isNothing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func (n node) note(key, text string) { n.r.notef("%s%s %s: left out", n.path, key, text) }
