package xmltree

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// decode gives the document in UTF-8, without its XML declaration and without
// the characters that XML 1.0 forbids (2.2).
func decode(name string, data []byte, contentType string) (text []byte, note string, err error) {
	text, note, err = charset.Decode(data, contentType)
	if err != nil {
		where := ""
		if at := invalidAt(data); at >= 0 {
			where = fmt.Sprintf("line %d", 1+bytes.Count(data[:at], []byte("\n")))
		}
		return nil, "", format.Errorf(name, contract.ReasonCharset, where, "read XML: %w", err)
	}
	clean, left := WithoutForbidden(withoutDeclaration(text))
	return clean, strings.Trim(note+"; "+left, "; "), nil
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// withoutDeclaration drops the XML declaration, whose charset is wrong now and
// whose version a strict reader minds, and keeps its lines, so that errors name
// the right ones.
func withoutDeclaration(text []byte) []byte {
	rest := charset.WithoutDeclaration(text)
	if lines := bytes.Count(text[:len(text)-len(rest)], []byte("\n")); lines > 0 {
		return append(bytes.Repeat([]byte("\n"), lines), rest...)
	}
	return rest
}

var characterReference = regexp.MustCompile(`&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));`)

// WithoutForbidden joins surrogate pairs that were written as two references, and drops
// what agencies' old systems leave in a text, written as itself or as a reference. What
// parts fields and lines there becomes a blank. The note says what was no such separator.
func WithoutForbidden(text []byte) (out []byte, note string) {
	nul := bytes.Count(text, []byte{0})
	out, illegal := legal(text)
	var notes []string
	if nul > 0 {
		notes = append(notes, fmt.Sprintf("%d characters NUL left out", nul))
	}
	if illegal > 0 {
		notes = append(notes, fmt.Sprintf("%d references to characters that XML forbids left out", illegal))
	}
	return out, strings.Join(notes, "; ")
}

// legal is the text that XML allows, with how many references were left out.
func legal(text []byte) (out []byte, illegal int) {
	if bytes.ContainsFunc(text, notXML) {
		text = bytes.Map(instead, text)
	}
	if !bytes.Contains(text, []byte("&#")) {
		return text, 0
	}
	text = surrogatePair.ReplaceAllFunc(text, joined)
	text = characterReference.ReplaceAllFunc(text, func(ref []byte) []byte {
		r := referenced(ref)
		if !notXML(r) {
			return ref
		}
		illegal++
		if instead(r) == ' ' {
			return []byte{' '}
		}
		return nil
	})
	return text, illegal
}

// instead maps what XML forbids: separators of old systems (VT, FF, FS, GS, RS, US) to
// a blank, so that no words are fused, all else to nothing.
func instead(r rune) rune {
	switch {
	case !notXML(r):
		return r
	case r == 0x0b || r == 0x0c || r >= 0x1c && r <= 0x1f:
		return ' '
	default:
		return -1
	}
}

// surrogatePair is one character beyond U+FFFF in two references, as old exporters
// write it: the halves of UTF-16.
var surrogatePair = regexp.MustCompile(`&#(?:[xX][dD][89aAbB][0-9a-fA-F]{2}|5[5-6][0-9]{3});&#(?:[xX][dD][c-fC-F][0-9a-fA-F]{2}|5[6-7][0-9]{3});`)

func joined(pair []byte) []byte {
	at := bytes.IndexByte(pair, ';') + 1
	if r := utf16.DecodeRune(referenced(pair[:at]), referenced(pair[at:])); r != utf8.RuneError {
		return utf8.AppendRune(nil, r)
	}
	return pair
}

func referenced(ref []byte) rune {
	digits, base := string(ref[2:len(ref)-1]), 10
	if digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseInt(digits, base, 32)
	if err != nil {
		return 0
	}
	return rune(n)
}

// notXML reports whether XML 1.0 has no such character. U+10FFFE is a noncharacter
// that it has; it is ours, see forbidden.
func notXML(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n' && r != '\r'
	case r >= 0xd800 && r <= 0xdfff, r > utf8.MaxRune:
		return true
	default:
		return r == 0xfffe || r == 0xffff || r == 0x10fffe
	}
}
