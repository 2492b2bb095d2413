package stopword

import (
	"unicode"
	"unicode/utf8"
)

// Token is a word of a text: its letters in lower case, and where it stands.
type Token struct {
	Lower      []byte // valid until the next call of Next
	Start, End int    // bytes in the text
	Letters    int    // code points
	Upper      bool   // begins in upper case
	Shout      bool   // has more than one letter, none in lower case
	Joined     bool   // nothing but spaces since the word before
}

// Scanner cuts a text into words: letters and the marks and digits on them, with
// single hyphens between letters. What holds a digit at its start is no word.
type Scanner struct {
	text string
	pos  int
	buf  []byte
	Token
}

// NewScanner scans text. buf is reused if it has room.
func NewScanner(text string, buf []byte) Scanner { return Scanner{text: text, buf: buf[:0]} }

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
	start := s.pos
	end := smallLetters(s.text, start+1)
	if end < len(s.text) && !parts(s.text[end]) {
		return false
	}
	first := s.text[start]
	s.buf = append(s.buf[:0], s.text[start:end]...)
	s.buf[0] = first | ('a' - 'A')
	s.pos = end
	s.Token = Token{Lower: s.buf, Start: start, End: end, Letters: end - start, Upper: first < 'a', Joined: joined}
	return true
}

// parts reports whether an ASCII character ends every word that it follows.
func parts(c byte) bool {
	return c < utf8.RuneSelf && c != '-' && !inWord(rune(c))
}

func (s *Scanner) word(joined bool) {
	start, lower := s.pos, s.buf[:0]
	r, _ := s.peek()
	letters, upper, small := 0, unicode.IsUpper(r), false
	for s.pos < len(s.text) {
		// most text is ASCII, and most of the time of all enrichers is spent here
		if end := smallLetters(s.text, s.pos); end > s.pos {
			lower, small = append(lower, s.text[s.pos:end]...), true
			letters += end - s.pos
			s.pos = end
			continue
		}
		r, size := s.peek()
		if !inWord(r) && !s.hyphen(r, size) {
			break
		}
		small = small || unicode.IsLower(r)
		lower = appendLower(lower, r)
		letters++
		s.pos += size
	}
	s.buf = lower
	s.Token = Token{Lower: lower, Start: start, End: s.pos, Letters: letters, Upper: upper,
		Shout: upper && !small && letters > 1, Joined: joined}
}

// smallLetters gives where the run of small ASCII letters at i ends.
func smallLetters(s string, i int) int {
	for i < len(s) && s[i] >= 'a' && s[i] <= 'z' {
		i++
	}
	return i
}

func appendLower(to []byte, r rune) []byte {
	switch {
	case r >= 'A' && r <= 'Z':
		return append(to, byte(r)+'a'-'A')
	case r < utf8.RuneSelf:
		return append(to, byte(r))
	default:
		return utf8.AppendRune(to, unicode.ToLower(r))
	}
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
