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
	capitals := withCapitals(fields)
	for i, key := range capitals {
		small := strings.ToLower(key)
		if _, taken := fields[small]; taken {
			for _, done := range capitals[:i] {
				delete(fields, strings.ToLower(done))
			}
			return firstOfEach(fields)
		}
		fields[small] = fields[key]
	}
	for _, key := range capitals {
		delete(fields, key)
	}
	return fields
}

func withCapitals(fields map[string]any) []string {
	var found []string
	for key := range fields {
		if strings.ToLower(key) != key {
			found = append(found, key)
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
