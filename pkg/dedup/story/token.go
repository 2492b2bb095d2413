package story

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/dedup/unspaced"
)

// maxText is how much of a text is looked at, in bytes.
const maxText = 64 << 10

// split calls each with the words of a text as they are written; name: with a capital
// within a sentence. Where words have no spaces between them, two characters in a row
// stand for a word.
func split(text string, each func(written string, name bool)) {
	if len(text) > maxText {
		text = text[:maxText]
	}
	begins, last := true, 0 // last: the bytes of the character before, where it is one of a script without spaces
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case unspaced.Is(r):
			if last != 0 {
				each(text[i-last:i+size], false)
			}
			last, begins, i = size, false, i+size
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			n := wordLength(text[i:])
			each(text[i:i+n], !begins && unicode.IsUpper(r))
			begins, i = false, i+n
		default:
			begins = begins || endsSentence(r, text[i+size:])
			i += size
		}
		last = 0
	}
}

func endsSentence(r rune, rest string) bool {
	switch r {
	case '\n', '。', '！', '？', '।', '؟':
		return true
	case '.', '!', '?':
		return rest == "" || rest[0] == ' ' || rest[0] == '\n'
	default:
		return false
	}
}

func wordLength(s string) int {
	n := 0
	for n < len(s) {
		c := s[n]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
			n++
			continue
		}
		if c == ' ' || c == '\n' {
			return n
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case partOfWord(r):
			n += size
		case strings.ContainsRune("'’.,", r) && partOfWordAt(s[n+size:]):
			n += size
		default:
			return n
		}
	}
	return n
}

func partOfWord(r rune) bool {
	return unicode.IsLetter(r) && !unspaced.Is(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func partOfWordAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return partOfWord(r)
}
