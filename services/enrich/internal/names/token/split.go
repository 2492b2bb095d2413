package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Split appends the tokens of a text to dst. Soft says that a single line feed is a
// space, as in a text with lines of fixed length.
func Split(text string, soft bool, dst []Token) []Token {
	line := true
	for i := 0; i < len(text); {
		n, feeds := space(text[i:])
		if n > 0 {
			i += n
			line = line || feeds > 1 || feeds == 1 && !soft
			continue
		}
		end := i + word(text[i:])
		before := len(dst)
		dst = cut(text, i, end, dst)
		dst[before].Break = line
		line, i = false, end
	}
	return dst
}

// space gives the length of the space that s begins with, and its line feeds.
func space(s string) (n, feeds int) {
	for n < len(s) {
		c := s[n]
		switch {
		case c == '\n':
			feeds++
			n++
		case c == ' ' || c == '\t' || c == '\r':
			n++
		case c < utf8.RuneSelf:
			return n, feeds
		default:
			r, size := utf8.DecodeRuneInString(s[n:])
			if !unicode.IsSpace(r) {
				return n, feeds
			}
			n += size
		}
	}
	return n, feeds
}

// word gives the length of what s begins with up to the next space.
func word(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			return i
		case c == 0xC2 && i+1 < len(s) && s[i+1] == 0xA0: // no-break space
			return max(i, 1)
		}
	}
	return len(s)
}

// cut appends the tokens of text[i:end], which has no space.
func cut(text string, i, end int, dst []Token) []Token {
	for i < end {
		n := sign(text[i:end])
		if n == 0 {
			break
		}
		dst = append(dst, token(text, i, i+n, Punctuation))
		i += n
	}
	for i < end {
		stop := i + run(text[i:end])
		if stop > i {
			dst = words(text, i, stop, dst)
			i = stop
		}
		for i < end {
			n := sign(text[i:end])
			if n == 0 {
				break
			}
			dst = append(dst, token(text, i, i+n, Punctuation))
			i += n
		}
	}
	return dst
}

// sign gives the length of the sign that s begins with, 0 if it begins with a part
// of a word.
func sign(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
		return 0
	}
	if (r == '\'' || r == '’') && len(s) > n && possessive(s[n:]) {
		return 0
	}
	return n
}

// possessive says that s is the s of 's.
func possessive(s string) bool { return s == "s" || s == "S" }

// run gives the length of the part of a word that s begins with: letters, digits and
// what may stand between them.
func run(s string) int {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		case r == '.' && abbreviates(s[:i], s[i+1:]):
		case (r == '-' || r == '\'' || r == '’' || r == '&' || r == '.' || r == ',' || r == '/') && between(s, i, n, r):
		default:
			return i
		}
		i += n
	}
	return len(s)
}

// between says that the sign at i joins two parts of a word.
func between(s string, i, n int, r rune) bool {
	next, _ := utf8.DecodeRuneInString(s[i+n:])
	last, _ := utf8.DecodeLastRuneInString(s[:i])
	if i+n >= len(s) {
		return false
	}
	switch r {
	case ',', '/':
		return unicode.IsDigit(next) && unicode.IsDigit(last)
	case '.':
		return unicode.IsDigit(next) == unicode.IsDigit(last) && (unicode.IsLetter(next) || unicode.IsDigit(next))
	case '&':
		return unicode.IsUpper(last) && unicode.IsUpper(next)
	case '\'', '’':
		return i == 0 || unicode.IsLetter(next)
	}
	return unicode.IsLetter(next) || unicode.IsDigit(next)
}

// words appends a word, and its 's as a token of its own.
func words(text string, i, end int, dst []Token) []Token {
	s := text[i:end]
	cutAt := len(s)
	for _, suffix := range [...]string{"'s", "’s", "'S", "’S"} {
		if len(s) > len(suffix) && strings.HasSuffix(s, suffix) {
			cutAt = len(s) - len(suffix)
		}
	}
	dst = append(dst, token(text, i, i+cutAt, shapeOf(s[:cutAt])))
	if cutAt < len(s) {
		dst = append(dst, token(text, i+cutAt, end, Lower))
	}
	return dst
}

func token(text string, i, end int, shape Shape) Token {
	return Token{Hash: Hash(text[i:end]), Start: int32(i), End: int32(end), Shape: shape}
}
