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

func (s *Scanner) word(joined bool) {
	s.Token = Token{Lower: s.buf[:0], Start: s.pos, Joined: joined}
	for s.pos < len(s.text) {
		r, size := s.peek()
		if !inWord(r) && !s.hyphen(r, size) {
			break
		}
		if s.Letters == 0 {
			s.Upper = unicode.IsUpper(r)
		}
		s.Letters++
		s.append(r)
		s.pos += size
	}
	s.End, s.buf = s.pos, s.Lower
}

func (s *Scanner) append(r rune) {
	switch {
	case r >= 'A' && r <= 'Z':
		s.Lower = append(s.Lower, byte(r)+'a'-'A')
	case r < utf8.RuneSelf:
		s.Lower = append(s.Lower, byte(r))
	default:
		s.Lower = utf8.AppendRune(s.Lower, unicode.ToLower(r))
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
