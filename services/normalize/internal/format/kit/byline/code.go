package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsCode reports whether a word is rather the sign-off of a desk or an editor than a
// name: one word without a small letter that has a digit or is parted by a hyphen,
// slash or dot ("SMN-IBR", "ib/17"), or is no longer than initials are ("IBR").
// A name in capitals ("IDA BRACK", "MADONNA") is none.
func IsCode(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s, " \t\u00a0") || utf8.RuneCountInString(s) > maxCode {
		return false
	}
	small, digit := false, false
	longest, run := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digit = true
		case strings.ContainsRune("-/._", r):
			run = 0
			continue
		}
		small = small || unicode.IsLower(r)
		run++
		longest = max(longest, run)
	}
	switch {
	case digit:
		return true
	case small:
		return strings.ContainsAny(s, "/_") && longest <= initials || s == strings.ToLower(s) && strings.ContainsAny(s, "-.") && longest <= initials
	default:
		return longest <= initials
	}
}

// How long a sign-off is, and one piece of it, in characters.
const (
	maxCode  = 16
	initials = 4
)
