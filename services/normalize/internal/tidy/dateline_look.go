package tidy

import (
	"strings"
	"unicode/utf8"
)

// The expressions of a dateline are slow, and most texts have none: each is asked
// only where a cheap look finds what it can't do without.

// dashIn finds what ends a dateline: a mark of it stands before white space.
func dashIn(line string) []int {
	for i, r := range line {
		switch r {
		case '-', '_', '=', ':', '–', '—':
			next := i + utf8.RuneLen(r)
			if next == len(line) || strings.IndexByte(" \t\n\f\r", line[next]) >= 0 {
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

func dateAtEnd(s string) []int {
	if !strings.ContainsAny(s, "0123456789") {
		return nil
	}
	return date.FindStringIndex(s)
}
