package teleprinter

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is longer is neither, in bytes.
const (
	maxByLine = 160
	maxEdNote = 2000
)

var (
	byWord   = regexp.MustCompile(`^(?:By|BY|by|Von|VON|Par|PAR|Por|POR|Di|DI|Door|DOOR|Av|AV|Af|AF|De notre|Von unser\pL*)[: ]\s*(.+)$`)
	edsWord  = regexp.MustCompile(`(?i)^[(\[{]?\s*(?:eds?|editors?|editor's note|editors' note|notes? (?:to|for) editors?|attn\.?|attention|achtung|hinweis|redaktionshinweis|an die redaktionen|aktualisierungshinweis|note aux? r[ée]dactions?|ndlr|nota(?: a los| del)? editor(?:es)?|nota di redazione|ndr|n\.?d\.?r\.?)\s*(?:[:.]|\s[-_–—])\s*(.*?)[)\]}]?$`)
	smallDay = regexp.MustCompile(`\d`)
)

// ByLine gives the writers of a by-line, without the word that introduces them.
// Outside of English that word may begin a headline too ("Von Berlin nach Bonn"),
// so that what follows must look like names.
func ByLine(line string) (string, bool) {
	line = strings.TrimSpace(line)
	m := byWord.FindStringSubmatch(line)
	if m == nil || len(line) > maxByLine {
		return "", false
	}
	by := strings.TrimRight(strings.TrimSpace(m[1]), " .,;:=-")
	if by == "" || smallDay.MatchString(by) {
		return "", false
	}
	if strings.HasPrefix(line, "De notre") || strings.HasPrefix(line, "Von unser") {
		return line, true
	}
	if !strings.EqualFold(line[:2], "by") && !names(by) && !placed(by) {
		return "", false
	}
	return by, true
}

// placed is a full name and what its bearer is: "Ana Ruiz, da agência Lusa".
func placed(s string) bool {
	name, what, ok := strings.Cut(s, ", ")
	return ok && len(strings.Fields(name)) > 1 && names(name) && len(what) <= 40
}

// names reports whether all words are names, or what stands between names.
func names(s string) bool {
	comma := false
	for _, w := range strings.Fields(s) {
		if agency := comma && len(w) <= 6; agency {
			continue
		}
		comma = strings.HasSuffix(w, ",")
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(\"'"))
		switch strings.Trim(strings.ToLower(w), ",;") {
		case "und", "et", "y", "e", "en", "and", "och", "og", "i", "in", "de", "von", "van", "der", "den", "del", "la", "le", "du", "da", "di", "/":
			continue
		}
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// EdNote gives the text of a note to editors, without the word that introduces
// it. A line that is all in brackets is one too.
func EdNote(line string) (string, bool) {
	line = strings.TrimSpace(line)
	if len(line) > maxEdNote {
		return "", false
	}
	if m := edsWord.FindStringSubmatch(line); m != nil {
		return strings.TrimSpace(m[1]), m[1] != ""
	}
	if len(line) > 2 && line[0] == '(' && line[len(line)-1] == ')' && strings.Count(line, "(") == 1 {
		return strings.TrimSpace(line[1 : len(line)-1]), true
	}
	return "", false
}
