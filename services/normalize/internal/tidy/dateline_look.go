package tidy

import (
	"strings"
	"unicode/utf8"
)

// The expressions of a dateline are slow, and most texts have none: each is asked
// only where a cheap look finds what it can't do without.

// whiteSpace is what \s means there.
const whiteSpace = " \t\n\f\r"

// dashIn finds what ends a dateline: a mark of it stands before white space.
func dashIn(line string) []int {
	for i, r := range line {
		switch r {
		case '-', '_', '=', ':', '–', '—':
			next := i + utf8.RuneLen(r)
			if next == len(line) || strings.IndexByte(whiteSpace, line[next]) >= 0 {
				return endOfDateline.FindStringIndex(line + " ")
			}
		}
	}
	return nil
}

func selfEnding(line string) string {
	if !strings.ContainsAny(line, "/(") {
		return ""
	}
	return endsItself.FindString(line)
}

func withoutAgency(line string) string {
	if !strings.HasPrefix(line, "(") {
		return line
	}
	return leadingAgency.ReplaceAllString(line, "")
}

// agencyAtEnd: it is in brackets, between slashes or ends in a capital of ASCII.
func agencyAtEnd(s string) []int {
	last := strings.TrimSuffix(s, ".")
	capital := last != "" && last[len(last)-1] >= 'A' && last[len(last)-1] <= 'Z'
	if !capital && !strings.ContainsAny(s, "(/") {
		return nil
	}
	return agency.FindStringSubmatchIndex(s)
}

func agencyWordAtEnd(s string) []int {
	if strings.IndexByte(s, ',') < 0 {
		return nil
	}
	return agencyWord.FindStringIndex(s)
}

// nameAtEnd is an agency without a comma before it; it counts behind a date alone.
func nameAtEnd(s string) []int {
	if !strings.ContainsAny(s, "0123456789") {
		return nil
	}
	return agencyName.FindStringIndex(s)
}

// dateFields is more than the white-space parted fields of the longest date.
const dateFields = 8

// dateAtEnd looks no further back than a date reaches: its expression tries the
// names of all months at each character.
func dateAtEnd(s string) []int {
	from := lastFields(s, dateFields)
	if !strings.ContainsAny(s[from:], "0123456789") {
		return nil
	}
	m := date.FindStringIndex(s[from:])
	if m == nil {
		return nil
	}
	return []int{from + m[0], from + m[1]}
}

// lastFields is where the last n fields of s start.
func lastFields(s string, n int) int {
	from := len(s)
	for range n {
		from = 1 + strings.LastIndexAny(strings.TrimRight(s[:from], whiteSpace), whiteSpace)
	}
	return from
}
