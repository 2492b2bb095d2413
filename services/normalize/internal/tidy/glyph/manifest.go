package glyph

import (
	"strings"
	"unicode/utf8"
)

// shortestManifest is how many variation selectors in a row are no writing: the eight
// bytes by which a manifest begins.
const shortestManifest = 8

// WithoutManifest takes a C2PA manifest out of a text: variation selectors, each a
// byte of it, behind U+FEFF (C2PA 2.x, "Embedding manifests into unstructured text").
// It is signed over the text as it came; what is cleaned would not match it any more.
func WithoutManifest(s string) (rest string, found bool) {
	for at := 0; at < len(s); {
		i := strings.IndexFunc(s[at:], selector)
		if i < 0 {
			break
		}
		start := at + i
		end, count := start, 0
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			if !selector(r) {
				break
			}
			end, count = end+size, count+1
		}
		if count < shortestManifest {
			at = end
			continue
		}
		before := strings.TrimSuffix(s[:start], "\ufeff")
		s, at, found = before+s[end:], len(before), true
	}
	return s, found
}

func selector(r rune) bool {
	return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}
