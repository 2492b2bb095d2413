// Package byline takes the word off a by-line that introduces its writer: "By",
// "Von", "Par"…, and brackets around it
//
// It knows words, and reads no document: what is a by-line is each format's to say.
package byline

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var english = regexp.MustCompile(`(?i)^by\b[:\s]*`)

// Clean drops the word that introduces a writer. Outside of English it may be part of
// a name ("Von der Leyen", "Di Stefano"), so it goes only where the language (BCP 47,
// may be empty) has it, or where two names follow it and it is no name itself.
func Clean(s, language string) string {
	s = strings.TrimSpace(s)
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' && strings.Count(s, "(") == 1 {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	if rest := english.ReplaceAllString(s, ""); rest != s && rest != "" {
		return rest
	}
	word, rest, _ := strings.Cut(s, " ")
	rest = strings.TrimLeft(rest, " ")
	tag, _, _ := strings.Cut(strings.ToLower(language), "-")
	of := languages(strings.ToLower(strings.TrimSuffix(word, ":")))
	noName := (tag == "" || !upper(word)) && names(rest)
	if rest == "" || len(of) == 0 || !slices.Contains(of, tag) && !noName {
		return s
	}
	return rest
}

// languages are those that introduce a writer by this word.
func languages(word string) []string {
	switch word {
	case "von":
		return []string{"de"}
	case "par":
		return []string{"fr"}
	case "por":
		return []string{"es", "pt", "gl"}
	case "per":
		return []string{"ca"}
	case "door":
		return []string{"nl"}
	case "di":
		return []string{"it"}
	case "af":
		return []string{"da"}
	case "av":
		return []string{"no", "nb", "nn", "sv"}
	case "του", "της":
		return []string{"el"}
	default:
		return nil
	}
}

// names: the first two words are names.
func names(s string) bool {
	words := strings.Fields(s)
	return len(words) > 1 && upper(words[0]) && upper(words[1])
}

func upper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// Join makes one by-line of several: by commas, where none begins with "and".
func Join(lines []string) string {
	var b strings.Builder
	for i, l := range lines {
		word, _, _ := strings.Cut(strings.ToLower(l), " ")
		switch {
		case i == 0:
		case slices.Contains([]string{"and", "und", "et", "y", "e", "en", "og", "och", "with", "mit", "avec", "con"}, word):
			b.WriteString(" ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(l)
	}
	return b.String()
}
