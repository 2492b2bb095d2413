package story

import (
	"strings"
	"unicode/utf8"
)

// Stem gives a word as it counts: in lower case, without the endings of English. It
// is coarse, and the same for a word's forms more often than not.
func Stem(word string) string {
	w := strings.ToLower(word)
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	if len(w) > 64 {
		w = strings.ToValidUTF8(w[:64], "")
	}
	switch {
	case cut(&w, "ies", 3):
		w += "y"
	case cut(&w, "ing", 4), cut(&w, "ed", 4), strings.HasSuffix(w, "ss"):
	default:
		cut(&w, "s", 3)
	}
	cut(&w, "e", 4)
	if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] < utf8.RuneSelf {
		w = w[:n-1]
	}
	return w
}

// cut removes an ending where that leaves a stem of least bytes.
func cut(w *string, ending string, least int) bool {
	stem, found := strings.CutSuffix(*w, ending)
	if !found || len(stem) < least {
		return false
	}
	*w = stem
	return true
}
