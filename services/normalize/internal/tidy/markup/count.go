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
	inWord := false
	for i := 0; i < len(text); {
		c, size := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		chars++
		switch {
		case c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'):
			if !inWord {
				words, inWord = words+1, true
			}
		case c == ' ' || c == '\n' || c == '\t' || c == '—':
			inWord = false
		case c >= utf8.RuneSelf:
			words, inWord = countWide(c, words, inWord)
		}
	}
	return chars, words
}

func countWide(c rune, words int, inWord bool) (int, bool) {
	switch {
	case unicode.IsSpace(c):
		return words, false
	case c >= 0x2e80 && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return words + 1, false
	case !inWord && (unicode.IsLetter(c) || unicode.IsDigit(c)):
		return words + 1, true
	default:
		return words, inWord
	}
}
