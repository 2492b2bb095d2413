package charset

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// pair is two character references that are a pair of surrogates, as old exporters write
// a character beyond U+FFFF.
var pair = regexp.MustCompile(`&#(?:[xX]0{0,4}([dD][89abAB][0-9a-fA-F]{2})|0{0,4}(5[56]\d{3}));?&#(?:[xX]0{0,4}([dD][c-fC-F][0-9a-fA-F]{2})|0{0,4}(5[67]\d{3}));?`)

// JoinPairs makes one character of each pair of surrogates that stands in markup as two
// references; a half alone stays as it is.
func JoinPairs(markup string) string {
	if !strings.Contains(markup, "&#") {
		return markup
	}
	return pair.ReplaceAllStringFunc(markup, func(s string) string {
		m := pair.FindStringSubmatch(s)
		r := utf16.DecodeRune(half(m[1], m[2]), half(m[3], m[4]))
		if r == utf8.RuneError {
			return s
		}
		return string(r)
	})
}

func half(hex, decimal string) rune {
	if hex != "" {
		n, _ := strconv.ParseUint(hex, 16, 32)
		return rune(n)
	}
	n, _ := strconv.ParseUint(decimal, 10, 32)
	return rune(n)
}
