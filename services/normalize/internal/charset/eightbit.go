package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// maxVotes bounds how many letters are asked.
const maxVotes = 4000

// EightBit reads bytes that are no UTF-8 and declare no charset in the code page that
// makes words of them, with a note that names it. language is the provider's, BCP 47, and
// may be empty. A text that is UTF-8 but for a few bytes is UTF-8 with damage.
func EightBit(data []byte, language string) (text, note string) {
	if good, bad := Sequences(data); good > bad {
		return Repair(data)
	}
	best, name := pageOf(data, language)
	if best == nil {
		if enc, name, ok := asian(data); ok {
			decoded, err := enc.NewDecoder().Bytes(data)
			if err == nil {
				return string(decoded), "read as " + name
			}
		}
	}
	if best == nil && foreign(data) {
		best, name = foreignPage(data)
	}
	if best == nil {
		best, name = european(data)
	}
	if best == nil {
		best, name = page(data)
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		b.WriteRune(best.DecodeByte(c))
	}
	return b.String(), "read as " + name
}

// page chooses the code page. The common one yields only to bytes within words
// that it has no letters for.
func page(data []byte) (*charmap.Charmap, string) {
	best, name := charmap.Windows1252, "windows-1252"
	if !oddInWords(data) {
		return best, name
	}
	top := votes(data, best)
	for _, c := range []struct {
		page *charmap.Charmap
		name string
	}{{charmap.CodePage850, "cp850"}, {charmap.Macintosh, "macintosh"}} {
		if v := votes(data, c.page); v > top {
			best, name, top = c.page, c.name, v
		}
	}
	return best, name
}

// oddInWords reports whether a byte that is punctuation in windows-1252 stands in
// a word, the apostrophe left out.
func oddInWords(data []byte) bool {
	for i, c := range data {
		if c >= 0x80 && c < 0xa0 && c != 0x92 && !unicode.IsLower(charmap.Windows1252.DecodeByte(c)) {
			before, after := i > 0 && asciiLetter(data[i-1]), i+1 < len(data) && asciiLetter(data[i+1])
			if unicode.IsLetter(charmap.Windows1252.DecodeByte(c)) {
				if before && lower(data[i-1]) {
					return true // a capital within a word
				}
				continue
			}
			if after && (before || !opensQuote(c)) {
				return true
			}
		}
	}
	return false
}

// opensQuote reports whether a byte of windows-1252 may stand before a word.
func opensQuote(c byte) bool {
	return c == 0x91 || c == 0x93 || c == 0x84 || c == 0x82 || c == 0x96 || c == 0x97 || c == 0x80 || c == 0x8b
}

// votes counts how often a high byte is a letter where one belongs, less how
// often it is something else there.
func votes(data []byte, page *charmap.Charmap) int {
	n, asked := 0, 0
	for i := 0; i < len(data) && asked < maxVotes; i++ {
		if data[i] < utf8.RuneSelf {
			continue
		}
		asked++
		before, after := i > 0 && asciiLetter(data[i-1]), i+1 < len(data) && asciiLetter(data[i+1])
		r := page.DecodeByte(data[i])
		switch {
		case unicode.IsLower(r) && (before || after):
			n += 2
		case unicode.IsUpper(r) && before && lower(data[i-1]):
			n -= 3 // "donÆt"
		case unicode.IsLetter(r) && (before || after):
			n++
		case r == '’' && before:
			n++
		case before && after, r == utf8.RuneError, unicode.Is(unicode.Co, r), unicode.IsControl(r):
			n -= 2
		case r >= 0x2500 && r < 0x25a0:
			n -= 2 // lines and boxes
		}
	}
	return n
}

func lower(c byte) bool { return c >= 'a' && c <= 'z' }
