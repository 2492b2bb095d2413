// Package glyph repairs characters: whatever bytes a provider sent, what comes
// out is Unicode in normal form C, without what nobody can see or print.
//
// Dropped are C0 controls except tab and newline, soft hyphens, zero-width
// spaces, word joiners, byte order marks, bidirectional overrides and
// noncharacters. Kept are the joiners that Persian, the Indic scripts and emoji
// are written with, and the marks of direction. A C1 control is what Windows-1252
// text becomes when it is read as Latin-1, so it is read as Windows-1252.
//
// The package knows no markup and must not change what a reader sees.
package glyph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Clean repairs characters one by one: line ends become \n, invalid UTF-8
// U+FFFD. The result may still need Normal.
func Clean(s string) string {
	i := firstOdd(s)
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if r == '\r' && i < len(s) && s[i] == '\n' {
			continue
		}
		if r = repair(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Normal is s in normal form C.
func Normal(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return norm.NFC.String(s)
		}
	}
	return s // ASCII is
}

// Line is clean text on one line: each run of white space is one space.
func Line(s string) string {
	if onOneLine(s) {
		return s
	}
	return Normal(strings.Join(strings.FieldsFunc(Clean(s), unicode.IsSpace), " "))
}

// onOneLine reports whether s is words of printable ASCII parted by single spaces.
func onOneLine(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 0x7f || c < ' ' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// Block is clean text that keeps its lines, tabs and indents; white space at the
// ends of lines and empty lines around the text go.
func Block(s string) string {
	s = Clean(s)
	if !strings.ContainsRune(s, '\n') {
		return Normal(strings.TrimFunc(s, unicode.IsSpace))
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	return Normal(strings.TrimFunc(strings.Join(lines, "\n"), unicode.IsSpace))
}

// firstOdd is the index of the first byte that needs a look: what is before is
// printable ASCII, tab or newline.
func firstOdd(s string) int {
	for i := range len(s) {
		if c := s[i]; c-' ' > '~'-' ' && c != '\t' && c != '\n' {
			return i
		}
	}
	return len(s)
}

// repair gives what r becomes, -1 for nothing.
func repair(r rune) rune {
	switch {
	case r < 0x20 || r == 0x7f:
		return control(r)
	case r < 0x80:
		return r
	case r < 0xa0:
		if r = charmap.Windows1252.DecodeByte(byte(r)); r == utf8.RuneError {
			return -1
		}
		return r
	case r == '\u2028' || r == '\u2029':
		return '\n'
	case invisible(r):
		return -1
	default:
		return r
	}
}

func control(r rune) rune {
	switch r {
	case '\t', '\n':
		return r
	case '\r':
		return '\n'
	case '\v', '\f', 0x19, 0x1c, 0x1d, 0x1e, 0x1f: // EM, FS to US part words on wires
		return ' '
	default:
		return -1
	}
}

func invisible(r rune) bool {
	switch r {
	case 0xad, 0x180e, 0x200b, 0x202d, 0x202e, 0x2060, 0xfeff, 0xfff9, 0xfffa, 0xfffb:
		return true
	}
	// noncharacters: XML forbids two of them, and none is for interchange
	return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef
}
