package markup

import (
	"unicode"
	"unicode/utf8"
)

// Count gives the size of plain text: chars are all its Unicode code points,
// those that part words and paragraphs included; a word is what stands between
// white space or long dashes and holds a letter or a digit, as agencies count
// ("15-year-old" is one), and each character of a script that is written without
// spaces.
func Count(text string) (chars, words int) {
	chars = len(text)
	var inWord bits
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			i, chars = i+size-1, chars-size+1
			words, inWord = countWide(r, words, inWord)
			continue
		}
		// no branches: where words end can't be foretold, and text is long
		now := starts[c] | inWord&^parts[c]
		words += int(now &^ inWord)
		inWord = now
	}
	return chars, words
}

// bits is 1 for yes.
type bits uint8

// starts tells what a word is made of, parts what ends it, of ASCII.
var starts, parts = asciiTables()

func asciiTables() (starts, parts [utf8.RuneSelf]bits) {
	for c := range rune(utf8.RuneSelf) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			starts[c] = 1
		}
	}
	parts[' '], parts['\n'], parts['\t'] = 1, 1, 1
	return starts, parts
}

func countWide(c rune, words int, inWord bits) (int, bits) {
	switch {
	case c == '—' || unicode.IsSpace(c):
		return words, 0
	case c >= 0x2e80 && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return words + 1, 0
	case inWord == 0 && (unicode.IsLetter(c) || unicode.IsDigit(c)):
		return words + 1, 1
	default:
		return words, inWord
	}
}
