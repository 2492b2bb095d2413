package near

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/wireroom/wireroom/pkg/dedup/unspaced"
)

// token is a word, a figure or the end of a sentence.
type token struct {
	hash   uint64
	figure bool
	name   bool // a word with a capital that does not begin a sentence
	end    bool // a sentence ends after it
}

// maxText is how much of a text is looked at, in bytes.
const maxText = 1 << 20

// tokenize appends the tokens of a text. Case, accents, punctuation and the spelling of units do not
// count.
func tokenize(text string, tokens []token) []token {
	if len(text) > maxText {
		text = text[:maxText]
	}
	if !isASCII(text) {
		text = norm.NFD.String(strings.ToValidUTF8(text, " "))
	}
	tokens = slices.Grow(tokens, len(text)/6+1)
	begins := true // the next word begins a sentence
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case isDigit(r):
			n := figureLength(text[i:])
			tokens = append(tokens, token{hash: figureHash(text[i : i+n]), figure: true})
			begins, i = false, i+n
		case unspaced.Is(r):
			tokens = append(tokens, token{hash: mix(uint64(r))})
			begins, i = false, i+size
		case unicode.IsLetter(r):
			n := wordLength(text[i:])
			word := text[i : i+n]
			tokens = append(tokens, token{hash: wordHash(word), name: !begins && isName(word)})
			begins, i = false, i+n
		default:
			if endsSentence(r, text[i+size:]) {
				begins = true
				if len(tokens) > 0 {
					tokens[len(tokens)-1].end = true
				}
			}
			i += size
		}
	}
	return tokens
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r > 127 && unicode.Is(unicode.Nd, r) }

func endsSentence(r rune, rest string) bool {
	switch r {
	case '\n', '。', '！', '？', '।', '؟':
		return true
	case '.', '!', '?':
		return rest == "" || rest[0] == ' ' || rest[0] == '\n' || rest[0] == '"'
	default:
		return false
	}
}

// wordLength gives the bytes of the word at the beginning of s. An apostrophe and the
// stop of an abbreviation (U.S.) are inside of it.
func wordLength(s string) int {
	n := 0
	for n < len(s) {
		if isASCIILetter(s[n]) {
			n++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case unicode.IsLetter(r) && !unspaced.Is(r), unicode.Is(unicode.M, r):
			n += size
		case (r == '\'' || r == '’' || r == '.') && n > 0 && letterAt(s[n+size:]):
			n += size
		default:
			return n
		}
	}
	return n
}

func letterAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// figureLength gives the bytes of the figure at the beginning of s, with the
// separators and the fraction bar in it.
func figureLength(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case isDigit(r):
			n += size
		case (r == '.' || r == ',' || r == '/' || r == ':') && n+size < len(s) && s[n+size] >= '0' && s[n+size] <= '9':
			n += size
		default:
			return n
		}
	}
	return n
}

// figureHash is of the digits and separators; a separator of thousands does not count.
func figureHash(s string) uint64 {
	h := uint64(0xf19)
	for i, r := range s {
		switch {
		case r == ',' && digitsAfter(s[i+1:]) == 3:
			continue
		case r == ',':
			r = '.'
		case r > 127:
			r = '0' + rune(digitValue(r))
		}
		h = mix(h ^ uint64(r))
	}
	return h
}

// digitsAfter counts the ASCII digits at the beginning of s.
func digitsAfter(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// digitValue gives the value of a decimal digit of any script: they stand in tens.
func digitValue(r rune) int {
	v := 0
	for v < 9 && unicode.Is(unicode.Nd, r-1) {
		r--
		v++
	}
	return v
}

// isName reports whether a word looks like a name: a capital, and more than one letter.
func isName(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && len(word) > size
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// wordHash is over the letters of a word, without regard to case and accents.
func wordHash(word string) uint64 {
	if len(word) <= longestUnit {
		word = unit(word)
	}
	h := uint64(0x30d)
	for i, r := range word {
		switch {
		case r < utf8.RuneSelf:
			if isASCIILetter(word[i]) {
				h = mix(h ^ uint64(word[i]|0x20))
			}
		case unicode.IsLetter(r):
			h = mix(h ^ uint64(unicode.ToLower(r)))
		}
	}
	return h
}

// longestUnit is how many bytes the ways to write a unit have at most.
const longestUnit = len("dollars")

// unit gives the one way to write a unit that agencies write in several; any other word
// as it is.
func unit(word string) string {
	var small [longestUnit]byte
	for i := range len(word) {
		if small[i] = word[i]; word[i] >= 'A' && word[i] <= 'Z' {
			small[i] |= 0x20
		}
	}
	switch string(small[:len(word)]) {
	case "pct":
		return "percent"
	case "mln", "mn":
		return "million"
	case "bn", "bln":
		return "billion"
	case "trn", "trln":
		return "trillion"
	case "dlr", "dlrs", "dollars":
		return "dollar"
	case "stg":
		return "sterling"
	case "cts":
		return "cents"
	default:
		return word
	}
}

// mix is the finalizer of splitmix64: each bit of x changes half of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
