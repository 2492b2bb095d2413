package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// multiByte is a charset of two bytes a character, and how a text shows that it is one
// of its language: what share of its characters beyond ASCII are typical.
type multiByte struct {
	encoding encoding.Encoding
	name     string
	typical  func(r rune) bool
	share    float64
}

// The characters that are most of any Chinese text, in simple and in traditional form.
const (
	common      = "的一是在不了有和人中大上我以要他用生到作地出就分成可主年同工也能下子面而方多定行法所民得十三之等部度家力如水化高自二理起小物加量都制使本去把性好它合因由其些然前外天政四日那社事平形相全表重新心反你明看原又比或但第向道命此只解意建月公情最立代已通直果位入文次品式活及管特求老基流路山接知期根指九放西被干做必先回世"
	simplified  = "这为个国时来们于对会发动说产种后学经进着电里现实两体机当点从业应开还义间样与关各线内数正么利质气变条没结问无系军很者想并提题党程展五员将报称员话记"
	traditional = "這為個國時來們於對會發動說產種後學經進著電裡現實兩體機當點從業應開還義間樣與關各線內數正麼利質氣變條沒結問無系軍很者想並提題黨程展五員將報稱員話記"
)

func multiBytes() []multiByte {
	hiragana := func(r rune) bool { return unicode.Is(unicode.Hiragana, r) }
	return []multiByte{
		{japanese.ShiftJIS, "shift_jis", hiragana, 0.2},
		{japanese.EUCJP, "euc-jp", hiragana, 0.2}, // before GBK, which has these letters too
		{korean.EUCKR, "euc-kr", func(r rune) bool { return unicode.Is(unicode.Hangul, r) }, 0.85},
		{simplifiedchinese.GBK, "gbk", func(r rune) bool { return strings.ContainsRune(common+simplified, r) }, 0.25},
		{traditionalchinese.Big5, "big5", func(r rune) bool { return strings.ContainsRune(common+traditional, r) }, 0.25},
	}
}

// How many typical characters show a charset, and how many different ones: damage repeats
// itself.
const (
	leastTypical = 8
	leastKinds   = 6
)

// asian finds the charset of two bytes that makes a text of the bytes without one that
// means nothing, and with the characters of its language. False where none shows.
func asian(data []byte) (enc encoding.Encoding, name string, ok bool) {
	data = data[:min(len(data), maxAsked)]
	high, low := 0, 0
	for _, c := range data {
		switch {
		case c >= utf8.RuneSelf:
			high++
		case asciiLetter(c):
			low++
		}
	}
	if high < low { // the second byte of a character may be a letter of ASCII, the first is none
		return nil, "", false
	}
	for _, m := range multiBytes() {
		if m.shows(data) {
			return m.encoding, m.name, true
		}
	}
	return nil, "", false
}

func (m multiByte) shows(data []byte) bool {
	text, err := m.encoding.NewDecoder().Bytes(data)
	if err != nil {
		return false
	}
	typical, all, damaged := 0, 0, 0
	kinds := map[rune]bool{}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Co, r):
			damaged++
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			all++
			if m.typical(r) {
				typical++
				kinds[r] = true
			}
		}
	}
	cut := 1 // the last character, where the text was cut
	return damaged <= cut && typical >= leastTypical && len(kinds) >= leastKinds && float64(typical) >= m.share*float64(all)
}
