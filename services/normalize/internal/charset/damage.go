package charset

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Repair gives bytes that are UTF-8 but for some damage as text, with a note that says
// how many characters it cost.
func Repair(data []byte) (text, note string) {
	fixed, note, _ := asUTF8(data, "")
	return string(fixed), note
}

// Sequences counts well-formed sequences of more than one byte, pairs of surrogates in
// six bytes among them (CESU-8), and damaged bytes.
func Sequences(data []byte) (good, bad int) {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			if r, size = surrogates(data[i:]); r == utf8.RuneError {
				size = 1
			}
		}
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good, bad
}

// repaired is UTF-8 with U+FFFD for each run of bytes that were one damaged character
// (Unicode 3.9, maximal subparts), and how many these were. A pair of surrogates
// that was encoded as bytes (CESU-8) is the character that it means.
func repaired(data []byte) (text []byte, damaged int) {
	if utf8.Valid(data) {
		return data, 0
	}
	text = make([]byte, 0, len(data)+16)
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r != utf8.RuneError || size > 1 {
			text = append(text, data[i:i+size]...)
			i += size
			continue
		}
		if r, size = surrogates(data[i:]); r == utf8.RuneError {
			damaged++
		}
		text = utf8.AppendRune(text, r)
		i += size
	}
	return text, damaged
}

// surrogates reads what is no UTF-8: a pair of surrogates in six bytes, else U+FFFD for
// as many bytes as could have begun one character.
func surrogates(data []byte) (rune, int) {
	if high, ok := surrogate(data); ok {
		if low, ok := surrogate(data[3:]); ok {
			if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
				return r, 6
			}
		}
		return utf8.RuneError, 3
	}
	n := 1
	for n < len(data) && n < 3 && !utf8.RuneStart(data[n]) && !utf8.FullRune(append(bytes.Clone(data[:n+1]), 0)[:n+1]) {
		n++
	}
	return utf8.RuneError, n
}

func surrogate(data []byte) (rune, bool) {
	if len(data) < 3 || data[0] != 0xed || data[1] < 0xa0 || data[1] > 0xbf || data[2]&0xc0 != 0x80 {
		return 0, false
	}
	return 0xd000 | rune(data[1]&0x3f)<<6 | rune(data[2]&0x3f), true
}

// rareNUL is how many bytes of a text there are at least for each NUL in it.
const rareNUL = 32

// WithoutNUL drops the NULs that a line or a disk put into a text, with a note. What has
// many of them is binary data, and stays as it is.
func WithoutNUL(data []byte) (text []byte, note string) {
	n := bytes.Count(data, []byte{0})
	if n == 0 || n*rareNUL > len(data) {
		return data, ""
	}
	return bytes.ReplaceAll(data, []byte{0}, nil), fmt.Sprintf("%d characters NUL left out", n)
}

// isWindows1252 reports whether bytes that should be UTF-8 are windows-1252 beyond doubt:
// not one character beyond ASCII is right as UTF-8, and each makes sense where it
// stands. Half of each is damage, and guessing would print wrong letters.
func isWindows1252(data []byte) bool {
	if good, bad := Sequences(data); good > 0 || bad == 0 {
		return false
	}
	for i, c := range data {
		if c < utf8.RuneSelf {
			continue
		}
		r := charmap.Windows1252.DecodeByte(c)
		before, after := i > 0 && asciiLetter(data[i-1]), i+1 < len(data) && asciiLetter(data[i+1])
		switch {
		case unicode.IsControl(r), r == utf8.RuneError:
			return false
		case unicode.IsUpper(r) && !after && (i+1 >= len(data) || data[i+1] < utf8.RuneSelf) && (!before || data[i-1] >= 'a'):
			return false // a capital alone, or at the end of a word: what is left of a sequence
		case unicode.IsUpper(r) && before && data[i-1] >= 'a':
			return false
		}
	}
	return true
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
