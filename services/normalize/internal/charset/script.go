package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// candidate is a code page that a language may be written in.
type candidate struct {
	page *charmap.Charmap
	name string
}

// candidates are the code pages of a language that the western ones have no
// letters for, the likelier first.
func candidates(language string) []candidate {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch primary {
	case "ru", "uk", "be", "bg", "mk":
		return []candidate{{charmap.Windows1251, "windows-1251"}, {charmap.KOI8R, "koi8-r"}, {charmap.CodePage866, "cp866"}, {charmap.ISO8859_5, "iso-8859-5"}}
	case "pl", "cs", "sk", "hu", "hr", "sl", "ro", "bs":
		return []candidate{{charmap.Windows1250, "windows-1250"}, {charmap.ISO8859_2, "iso-8859-2"}, {charmap.CodePage852, "cp852"}}
	case "el":
		return []candidate{{charmap.Windows1253, "windows-1253"}, {charmap.ISO8859_7, "iso-8859-7"}}
	case "tr":
		return []candidate{{charmap.Windows1254, "windows-1254"}}
	case "he":
		return []candidate{{charmap.Windows1255, "windows-1255"}}
	case "ar":
		return []candidate{{charmap.Windows1256, "windows-1256"}, {charmap.ISO8859_6, "iso-8859-6"}}
	case "lt", "lv", "et":
		return []candidate{{charmap.Windows1257, "windows-1257"}}
	default:
		return nil
	}
}

// pageOf chooses among the code pages of the provider's language; nil where the
// western ones have its letters.
func pageOf(data []byte, language string) (*charmap.Charmap, string) {
	var best candidate
	top := 0
	for _, c := range candidates(language) {
		if v := words(data, c.page); best.page == nil || v > top {
			best, top = c, v
		}
	}
	return best.page, best.name
}

// words counts how often the letters of a page make words: small ones behind
// others, no capitals within, nothing else between two.
func words(data []byte, page *charmap.Charmap) int {
	n, before := 0, ' '
	for i := 0; i < min(len(data), maxVotes); i++ {
		r := page.DecodeByte(data[i])
		if data[i] >= utf8.RuneSelf {
			switch {
			case unicode.IsUpper(r) && unicode.IsLower(before):
				n -= 3
			case unicode.IsLetter(r) && unicode.IsLetter(before):
				n += 2
			case unicode.IsLetter(r):
				n++
			case unicode.IsLetter(before), r == utf8.RuneError:
				n -= 2
			}
		}
		before = r
	}
	return n
}
