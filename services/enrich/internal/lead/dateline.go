package lead

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDateline is the length of the longest dateline, in bytes:
// "SAN FRANCISCO/WASHINGTON, September 12 (Reuters) - " has 52.
const maxDateline = 110

var dashes = []string{" - ", " – ", " — ", " -- ", "— ", "– "}

// dateline gives the length in bytes of the dateline that text begins with, its
// dash included; 0 if it begins with none. What stands before the first dash is
// one if it ends with an agency in parentheses, begins with the place that is
// known, or, where none is known, names one in capitals.
func dateline(text, located string) int {
	head := clip(text, maxDateline)
	if i := strings.IndexByte(head, '\n'); i >= 0 {
		head = head[:i]
	}
	for _, dash := range dashes {
		i := strings.Index(head, dash)
		if i > 0 && isDateline(strings.TrimSpace(head[:i]), located) {
			return skipSpace(text, i+len(dash))
		}
	}
	return 0
}

func skipSpace(text string, i int) int {
	rest := strings.TrimLeftFunc(text[i:], unicode.IsSpace)
	return len(text) - len(rest)
}

func isDateline(s, located string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) || strings.ContainsAny(s, "!?;\"“”") {
		return false
	}
	if unicode.IsUpper(first) && strings.HasSuffix(s, ")") && strings.Contains(s, "(") {
		return true
	}
	city, _, _ := strings.Cut(located, ",")
	if city == "" {
		return inCapitals(s)
	}
	return len(s) <= len(city)+30 && strings.HasPrefix(strings.ToLower(s), strings.ToLower(city))
}

// inCapitals reports whether the place, up to the first comma, is in capitals.
func inCapitals(s string) bool {
	place, _, _ := strings.Cut(s, ",")
	letters := 0
	for _, r := range place {
		switch {
		case unicode.IsLetter(r) && !unicode.IsUpper(r):
			return false
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters >= 3
}
