// Package token splits text into the tokens and lines that names are found in.
//
// It knows the spelling of news text: abbreviations keep their full stop, the
// possessive 's is a token of its own, hyphenated words are one. It works in one
// pass and must not know any vocabulary but abbreviations.
package token

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Shape is how a token is spelt.
type Shape uint8

// The shapes. Those from Capitalised to Mixed can begin a name.
const (
	Lower       Shape = iota // harbour, al-Qaeda, '
	Punctuation              // one sign
	Number                   // 12, 3-1, 4,500, 1990s
	Capitalised              // Harbour
	Initial                  // J, J.
	Acronym                  // NATO, U.S., AT&T
	Hyphenated               // Jean-Claude, Afro-American
	Mixed                    // McDonald, iPhone, G7
	shapes
)

// Shapes is how many there are.
const Shapes = int(shapes)

// Capital says that a token can begin a name.
func (s Shape) Capital() bool { return s >= Capitalised }

// Token is a part of a text. Hash is that of its text without case and marks.
type Token struct {
	Hash       uint64
	Start, End int32 // bytes
	Shape      Shape
	Break      bool // a line or paragraph begins here
}

// Text of the token.
func (t *Token) Text(text string) string { return text[t.Start:t.End] }

const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// Hash gives the hash of a word: without case, without marks on its letters.
func Hash(word string) uint64 {
	h := uint64(offset)
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			i++
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			h = (h ^ uint64(c)) * prime
			continue
		}
		r, n := utf8.DecodeRuneInString(word[i:])
		h = (h ^ uint64(fold(r, word[i:i+n]))) * prime
		i += n
	}
	return h
}

// Join gives the hash of a phrase that is longer by a word.
func Join(phrase, word uint64) uint64 {
	h := (phrase ^ word) * 0x9E3779B97F4A7C15
	return h ^ h>>29
}

// fold gives the letter that a rune is a form of.
func fold(r rune, s string) rune {
	switch r {
	case '’', '‘':
		return '\''
	case 'ø', 'Ø':
		return 'o'
	case 'ł', 'Ł':
		return 'l'
	case 'đ', 'Đ':
		return 'd'
	case 'ı':
		return 'i'
	}
	if parts := norm.NFD.PropertiesString(s).Decomposition(); len(parts) > 0 {
		r, _ = utf8.DecodeRune(parts)
	}
	return unicode.ToLower(r)
}
