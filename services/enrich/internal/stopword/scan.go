package stopword

import (
	"unicode"
	"unicode/utf8"
)

// Token is a word of a text, and where it stands.
type Token struct {
	Hash       Hash // of its letters in lower case
	Start, End int  // bytes in the text
	Letters    int  // code points
	Upper      bool // begins in upper case
	Shout      bool // has more than one letter, none in lower case
	Joined     bool // nothing but spaces since the word before
}

// Scanner cuts a text into words: letters and the marks and digits on them, with
// single hyphens between letters. What holds a digit at its start is no word.
type Scanner struct {
	text string
	pos  int
	Token
}

// NewScanner scans text.
func NewScanner(text string) Scanner { return Scanner{text: text} }

// Next finds the next word and reports whether there is one.
func (s *Scanner) Next() bool {
	joined := s.pos > 0
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c == ' ':
			s.pos++
			continue
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			if !s.plain(joined) {
				s.word(joined)
			}
			return true
		}
		r, size := s.peek()
		if unicode.IsLetter(r) {
			s.word(joined)
			return true
		}
		if r != ' ' && r != '\u00a0' {
			joined = false
		}
		if unicode.IsDigit(r) {
			s.skipNumber()
			continue
		}
		s.pos += size
	}
	return false
}

func (s *Scanner) peek() (rune, int) {
	if c := s.text[s.pos]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[s.pos:])
}

func (s *Scanner) skipNumber() {
	for s.pos < len(s.text) {
		r, size := s.peek()
		if !unicode.IsDigit(r) && !unicode.IsLetter(r) {
			return
		}
		s.pos += size
	}
}

// plain takes a word of small ASCII letters, but for a first one that may be a
// capital, with no letter, digit or hyphen after it, and reports whether it was one:
// most words are, and most of the time of all enrichers is spent on them.
func (s *Scanner) plain(joined bool) bool {
	text, start := s.text, s.pos
	hash := noLetters.with(text[start] | ('a' - 'A'))
	end := start + 1
	for end < len(text) && text[end] >= 'a' && text[end] <= 'z' {
		hash = hash.with(text[end])
		end++
	}
	if end < len(text) && text[end] != ' ' && !parts(text[end]) {
		return false
	}
	s.pos = end
	// field by field, which takes half the time of a whole Token
	s.Hash, s.Start, s.End, s.Letters = hash, start, end, end-start
	s.Upper, s.Shout, s.Joined = text[start] < 'a', false, joined
	return true
}

// parts reports whether an ASCII character ends every word that it follows.
func parts(c byte) bool {
	return c < utf8.RuneSelf && c != '-' && !inWord(rune(c))
}

func (s *Scanner) word(joined bool) {
	start, hash := s.pos, noLetters
	r, _ := s.peek()
	letters, upper, small := 0, unicode.IsUpper(r), false
	for s.pos < len(s.text) {
		r, size := s.peek()
		if !inWord(r) && !s.hyphen(r, size) {
			break
		}
		small = small || unicode.IsLower(r)
		hash = hash.withLower(r)
		letters++
		s.pos += size
	}
	s.Token = Token{Hash: hash, Start: start, End: s.pos, Letters: letters, Upper: upper,
		Shout: upper && !small && letters > 1, Joined: joined}
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// hyphen reports whether r is a hyphen between two letters.
func (s *Scanner) hyphen(r rune, size int) bool {
	if r != '-' && r != '\u2010' && r != '\u00ad' || s.pos+size >= len(s.text) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s.text[s.pos+size:])
	return inWord(next)
}
