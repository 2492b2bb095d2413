package token

import (
	"strings"
	"unicode"
)

// abbreviations that keep their full stop before a space.
const abbreviations = " mr mrs ms dr prof gen lt col maj capt sgt cpl adm brig cmdr gov sen rep rev hon st jr sr " +
	"corp inc ltd co cos bros assn dept est no vs jan feb mar apr jun jul aug sep sept oct nov dec " +
	"calif ala ariz ark colo conn del fla ga ill ind kan ky md mass mich minn miss mo mont neb nev okla ore pa tenn tex vt va wash wis wyo " +
	"mt ft messrs mme mlle fed "

// abbreviates says that the full stop after word belongs to it; rest follows it.
func abbreviates(word, rest string) bool {
	if strings.Contains(word, ".") && len(word) <= 12 && !strings.HasSuffix(word, ".") { // U.S
		last := word[strings.LastIndexByte(word, '.')+1:]
		return len(last) <= 2 && letters(last)
	}
	if len(word) == 1 {
		return word[0] >= 'A' && word[0] <= 'Z'
	}
	if len(word) > 6 || rest != "" && letters(rest[:1]) {
		return false
	}
	if c := word[0]; c < 'A' || c > 'Z' {
		return false
	}
	return strings.Contains(abbreviations, " "+strings.ToLower(word)+" ")
}

func letters(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return s != ""
}

// adjective says that a word is made of a name and a participle, as Lisbon-based.
func adjective(s string) bool {
	at := strings.LastIndexByte(s, '-')
	if at < 0 {
		return false
	}
	switch s[at+1:] {
	case "based", "born", "led", "controlled", "ruled", "run", "style", "backed", "bound", "listed", "trained", "registered", "owned", "made", "held",
		"brokered", "occupied", "area", "era", "wide", "old", "educated", "built", "sponsored":
		return true
	}
	return false
}

// shapeOf gives the shape of a word.
func shapeOf(s string) Shape {
	if adjective(s) {
		return Lower
	}
	var upper, lower, digits, n int
	first := true
	initial, hyphenCapital, hyphen, dot := false, false, false, false
	for _, r := range s {
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			upper++
			hyphenCapital = hyphenCapital || hyphen
			initial = initial || first
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			lower++
		case r == '.':
			dot = true
		}
		hyphen = r == '-'
		first = false
		n++
	}
	switch {
	case upper == 0 && digits > 0 && lower <= 3 && (lower == 0 || s[0] <= '9'):
		return Number
	case upper == 0:
		return Lower
	case lower == 0 && upper == 1 && digits == 0:
		return Initial
	case lower == 0 || dot && upper > lower:
		if hyphenCapital && upper > 8 {
			return Hyphenated
		}
		return Acronym
	case !initial && digits == 0 && !hyphenCapital && s[0] >= 'a':
		return Mixed
	case hyphenCapital:
		return Hyphenated
	case upper == 1 && initial:
		return Capitalised
	}
	return Mixed
}
