// Package unspaced knows the scripts that put no spaces between words, of whose texts each
// character is a word to compare. It must not cut texts itself.
package unspaced

import "unicode"

// Is reports whether r is of such a script: Han, kana, Thai, Lao, Khmer or Myanmar.
func Is(r rune) bool {
	return r > 0x0dff && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
