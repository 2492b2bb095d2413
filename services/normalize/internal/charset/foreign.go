package charset

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const (
	minForeign = 3 // words and kinds of letters that show a script
	maxAsked   = 16 << 10
)

// foreign reports whether the bytes beyond ASCII are words of their own: in a Latin script
// they stand among ASCII letters, in nearly each word.
func foreign(data []byte) bool {
	data = data[:min(len(data), maxAsked)]
	alone, among, high, low := 0, 0, 0, 0
	kinds := map[byte]bool{}
	for i := 0; i <= len(data); i++ {
		switch {
		case i < len(data) && data[i] >= utf8.RuneSelf:
			kinds[data[i]] = true
			high++
		case i < len(data) && asciiLetter(data[i]):
			low++
		case high > 0 && low > 0:
			among++
			high, low = 0, 0
		default:
			if high >= minForeign {
				alone++
			}
			high, low = 0, 0
		}
	}
	return alone >= minForeign && alone >= 4*among && len(kinds) > minForeign
}

// scripts are code pages of scripts other than Latin, the likelier first, with the letters
// that are most of any text in them.
func scripts() []script {
	const cyrillic, greek, hebrew, arabic = "оеаинтсрвлкмдпуяы", "αοιετσνηυρπκλςάίόέή", "יוהלארמתבש", "اليمنوةرتبسعد"
	return []script{
		{candidate{charmap.Windows1251, "windows-1251"}, cyrillic},
		{candidate{charmap.KOI8R, "koi8-r"}, cyrillic},
		{candidate{charmap.KOI8U, "koi8-u"}, cyrillic},
		{candidate{charmap.CodePage866, "cp866"}, cyrillic},
		{candidate{charmap.ISO8859_5, "iso-8859-5"}, cyrillic},
		{candidate{charmap.MacintoshCyrillic, "x-mac-cyrillic"}, cyrillic},
		{candidate{charmap.Windows1253, "windows-1253"}, greek},
		{candidate{charmap.Windows1255, "windows-1255"}, hebrew},
		{candidate{charmap.Windows1256, "windows-1256"}, arabic},
	}
}

type script struct {
	candidate

	common string
}

// foreignPage chooses the page in which most of the bytes beyond ASCII are common letters
// of its script; nil if that is less than half of them in each.
func foreignPage(data []byte) (*charmap.Charmap, string) {
	data = data[:min(len(data), maxAsked)]
	high := 0
	for _, c := range data {
		if c >= utf8.RuneSelf {
			high++
		}
	}
	var best candidate
	top := 0
	for _, s := range scripts() {
		if n := s.count(data); 2*n > high && words(data, s.page)+n > top {
			best, top = s.candidate, words(data, s.page)+n
		}
	}
	return best.page, best.name
}

// count is how many bytes are common letters of the script.
func (s script) count(data []byte) int {
	var common [256]bool
	for c := utf8.RuneSelf; c < 256; c++ {
		common[c] = strings.ContainsRune(s.common, s.page.DecodeByte(byte(c)))
	}
	n := 0
	for _, c := range data {
		if common[c] {
			n++
		}
	}
	return n
}
