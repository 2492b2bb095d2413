package ninjson

import (
	"maps"
	"slices"
	"strings"
)

// lowered puts the fields under their names in small letters: that is all that
// generation 3 changed in most names, and systems spell them either way. The
// fields given are used up.
func lowered(fields map[string]any) map[string]any {
	names := withCapitals(fields)
	for i, name := range names {
		if _, taken := fields[name.small]; taken {
			for _, done := range names[:i] {
				delete(fields, done.small)
			}
			return firstOfEach(fields)
		}
		fields[name.small] = fields[name.written]
	}
	for _, name := range names {
		delete(fields, name.written)
	}
	return fields
}

// name is a field's as the document has it, and in small letters.
type name struct{ written, small string }

func withCapitals(fields map[string]any) []name {
	var found []name
	for key := range fields {
		if small := strings.ToLower(key); small != key {
			found = append(found, name{key, small})
		}
	}
	return found
}

// firstOfEach is for fields that are there twice: the first in the order of names
// counts.
func firstOfEach(fields map[string]any) map[string]any {
	out := make(map[string]any, len(fields))
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		small := strings.ToLower(key)
		if _, taken := out[small]; !taken {
			out[small] = fields[key]
		}
	}
	return out
}
