package teleprinter

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/wireroom/wireroom/pkg/contract"
)

const (
	maxLine  = 80 // bytes of a line of version words
	maxWords = 12
	maxCount = 99 // no story has more leads or takes
)

// phrases are several words that mean one thing together.
var phrases = strings.NewReplacer(
	"hold for release", "hfr", "hold-for-release", "hfr", "more to come", "moretocome", "fortsetzung folgt", "folgt",
	"nicht zu verwenden", "nichtverwenden", "nicht verwenden", "nichtverwenden", "nicht veröffentlichen", "nichtverwenden",
	"ne pas utiliser", "nichtverwenden", "no usar", "nichtverwenden", "no utilizar", "nichtverwenden", "do not use", "nichtverwenden",
	"non usare", "nichtverwenden", "news alert", "newsalert", "w/t", "writethru", "write-thru", "writethru", "a suivre", "folgt", "à suivre", "folgt",
)

// Line reads a line of version words and nothing else: "1ST LEAD", "2nd
// Ld-Writethru", "KILL KILL KILL", "(Berichtigung)". It is false for a line with
// any other word, and for one that says nothing.
func Line(line string) (Sign, bool) {
	line = strings.TrimSpace(line)
	if line == "" || len(line) > maxLine {
		return Sign{}, false
	}
	words := tokens(phrases.Replace(strings.ToLower(line)))
	if len(words) == 0 || len(words) > maxWords {
		return Sign{}, false
	}
	r := reader{}
	for _, w := range words {
		if !r.word(w) {
			return Sign{}, false
		}
	}
	return r.sign, r.said && r.finish()
}

// Shouts reports whether a text has letters, all of them capitals.
func Shouts(s string) bool { return strings.ToUpper(s) == s && strings.ToLower(s) != s }

// Split takes version words off the end of a keyword line: what is left is the
// slug. Words that take a story down must stand behind a comma, in brackets or
// in capitals: a slug may end in "Shark Kill".
func Split(line string) (slug string, s Sign) {
	line = strings.TrimSpace(line)
	if head, tail, ok := strings.Cut(line, ","); ok && strings.TrimSpace(head) != "" {
		if s, ok := Line(tail); ok {
			slug, more := Split(head)
			s.Merge(more)
			return slug, s
		}
	}
	fields := strings.Fields(line)
	for i := max(0, len(fields)-maxWords); i < len(fields); i++ {
		tail := strings.Join(fields[i:], " ")
		s, ok := Line(tail)
		if !ok || (s.Signal == contract.Kill || s.Hold) && !marked(fields[:i], tail) {
			continue
		}
		return strings.TrimRight(strings.Join(fields[:i], " "), " ,;("), s
	}
	return line, Sign{}
}

// marked reports whether words are set off from the slug before them.
func marked(head []string, tail string) bool {
	if len(head) == 0 {
		return false // "Withdrawal" is a slug
	}
	if tail[0] == '(' || tail[0] == '/' {
		return true
	}
	slug := strings.Join(head, " ")
	return strings.HasSuffix(slug, ",") || strings.HasSuffix(slug, "/") || strings.ToUpper(tail) == tail && strings.ToUpper(slug) != slug
}

// tokens are the words of a line; a slash between digits stays ("1/2").
func tokens(line string) []string {
	runes := []rune(line)
	digit := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i]) }
	var out []string
	start := -1
	for i := 0; i <= len(runes); i++ {
		in := i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]) || runes[i] == '/' && digit(i-1) && digit(i+1))
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			out, start = append(out, string(runes[start:i])), -1
		}
	}
	return out
}

// split parts digits from letters: "1stld" is 1 and "ld", "adv03" is "adv" and 3.
func split(word string) (n int, hasNumber bool, rest string, before bool) {
	digits := strings.TrimRightFunc(word, unicode.IsLetter)
	if letters := word[len(digits):]; digits != "" && allDigits(digits) {
		n, _ = strconv.Atoi(digits)
		return n, true, withoutSuffix(letters), true
	}
	letters := strings.TrimRightFunc(word, unicode.IsDigit)
	if digits := word[len(letters):]; digits != "" && letters != "" {
		n, _ = strconv.Atoi(digits)
		return n, true, letters, false
	}
	return 0, false, word, false
}

func allDigits(s string) bool {
	return len(s) <= 4 && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

func withoutSuffix(s string) string {
	for _, suffix := range []string{"st", "nd", "rd", "th", "ème", "eme", "ère", "er", "re", "º", "ª"} {
		if rest, ok := strings.CutPrefix(s, suffix); ok && (rest == "" || meaningOf(rest) != unknown) {
			return rest
		}
	}
	switch s {
	case "e", "o", "a", "de", "do":
		return ""
	}
	return s
}
