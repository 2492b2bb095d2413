package stopword

import (
	"unicode"
	"unicode/utf8"
)

// Hash is what a word in lower case is known by: FNV-1a (Fowler, Noll & Vo), which
// takes the letters one by one as they are scanned. 64 bits tell all words of a
// text and of the lists apart.
type Hash uint64

// noLetters is the hash of nothing, and prime what each letter is mixed in by.
const (
	noLetters Hash = 0xcbf29ce484222325
	prime     Hash = 0x100000001b3
)

// HashOf gives the hash of a word that is in lower case.
func HashOf(word string) Hash {
	h := noLetters
	for i := range len(word) {
		h = h.with(word[i])
	}
	return h
}

func (h Hash) with(c byte) Hash { return (h ^ Hash(c)) * prime }

// withLower adds a letter in whatever case.
func (h Hash) withLower(r rune) Hash {
	switch {
	case r >= 'A' && r <= 'Z':
		return h.with(byte(r) + 'a' - 'A')
	case r < utf8.RuneSelf:
		return h.with(byte(r))
	}
	var buf [utf8.UTFMax]byte
	for _, c := range utf8.AppendRune(buf[:0], unicode.ToLower(r)) {
		h = h.with(c)
	}
	return h
}
