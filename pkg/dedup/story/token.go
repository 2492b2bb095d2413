package story

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/dedup/unspaced"
)

// token is a word as it counts: in lower case and without its ending.
type token struct {
	word string
	name bool // written with a capital within a sentence
}

// maxText is how much of a text is looked at, in bytes.
const maxText = 64 << 10

// tokenize splits a text. Where words have no spaces between them, two characters in a
// row stand for a word.
func tokenize(text string) []token {
	if len(text) > maxText {
		text = text[:maxText]
	}
	tokens := make([]token, 0, len(text)/6+1)
	begins, last := true, rune(0)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unspaced.Is(r):
			if last != 0 {
				tokens = append(tokens, token{word: string([]rune{last, r})})
			}
			last, begins, i = r, false, i+size
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			n := wordLength(text[i:])
			tokens = append(tokens, token{Stem(text[i : i+n]), !begins && unicode.IsUpper(r)})
			begins, i = false, i+n
		default:
			begins = begins || endsSentence(r, text[i+size:])
			i += size
		}
		last = 0
	}
	return tokens
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
