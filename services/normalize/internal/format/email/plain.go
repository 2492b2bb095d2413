package email

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// What a signature may have in lines; longer ones are text.
const (
	maxSignature = 15 // below "-- ", as RFC 3676 (4.3) has it
	maxLoose     = 6  // below "--", which may be a rule
)

// plainSection gives a plain text without what a mail program put around it.
func (m *message) plainSection(p *mimetree.Part, text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.EqualFold(p.Params["format"], "flowed") {
		text = unflow(text, strings.EqualFold(p.Params["delsp"], "yes"))
	}
	lines := strings.Split(text, "\n")
	if n := signatureAt(lines); n < len(lines) {
		lines = lines[:n]
		m.note("a signature was left out")
	}
	lines = m.forwarded(lines)
	if n := quotedFrom(lines); n < len(lines) && !m.forward {
		lines = lines[:n]
		m.note("a quoted mail was left out")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), " \n\t")
}

// signatureAt is the line at which the signature begins.
func signatureAt(lines []string) int {
	end := len(lines)
	for end > 0 && strings.TrimSpace(lines[end-1]) == "" {
		end--
	}
	for i := end - 1; i >= 0 && end-i <= maxSignature+1; i-- {
		switch {
		case lines[i] == "-- ", lines[i] == "--\u00a0", i == end-1 && lines[i] == "--":
			return i
		case lines[i] == "--" && end-i <= maxLoose+1 && i > 0:
			return i
		case isListRule(lines[i]) && end-i <= maxLoose+1 && i > 0 && strings.Contains(strings.Join(lines[i:end], "\n"), "://"):
			return i
		}
	}
	return len(lines)
}

// isListRule reports whether a line is what mailing lists put above their footer.
func isListRule(line string) bool { return len(line) >= 40 && strings.Trim(line, "_") == "" }

// quotedFrom is the line at which a mail that is answered begins: all that
// follows is quoted, and a line above says by whom. Quotations without such a
// line, or within the text, are text.
func quotedFrom(lines []string) int {
	i, quoted := len(lines), 0
	for ; i > 0; i-- {
		line := strings.TrimSpace(lines[i-1])
		if strings.HasPrefix(line, ">") {
			quoted++
		} else if line != "" {
			break
		}
	}
	if quoted == 0 || i == 0 {
		return len(lines)
	}
	for start := i - 1; start >= max(0, i-3); start-- {
		said := strings.TrimSpace(strings.Join(lines[start:i], " "))
		if attribution.MatchString(said) && strings.TrimSpace(strings.Join(lines[:start], "")) != "" {
			return start
		}
	}
	return len(lines)
}

// attribution is "On 3 May 2024, Ann Reed wrote:" in any language: it names a day,
// or an address, and ends with a colon.
var attribution = regexp.MustCompile(`^\pL[^\n]{0,300}(?:\d{4}|\d{1,2}[:.]\d\d|@)[^\n]{0,200}:$`)

// forwarded takes the heading of a forwarded or answered mail out of the text. Of
// an answer, what it answers goes too.
func (m *message) forwarded(lines []string) []string {
	for i, line := range lines {
		if !isMarker(line) {
			continue
		}
		end := headingEnd(lines, i+1)
		if end < 0 {
			continue
		}
		before := strings.TrimSpace(strings.Join(lines[:i], "\n"))
		if !m.forward && before != "" && !isForwardMarker(line) {
			m.note("a quoted mail was left out")
			return lines[:i]
		}
		m.note("the heading of a forwarded mail was left out")
		return append(append([]string(nil), lines[:i]...), lines[end:]...)
	}
	return lines
}

// isMarker reports whether a line parts a text from another mail's heading.
func isMarker(line string) bool {
	line = strings.TrimSpace(line)
	rule := len(line) >= 5 && len(line) < 100 && (strings.HasPrefix(line, "---") && strings.HasSuffix(line, "---") || strings.Trim(line, "_") == "")
	return rule || isForwardMarker(line)
}

func isForwardMarker(line string) bool {
	lower := strings.ToLower(strings.Trim(line, " -:"))
	switch lower {
	case "begin forwarded message", "forwarded message", "anfang der weitergeleiteten nachricht", "weitergeleitete nachricht",
		"début du message réexpédié", "message transféré", "message transmis", "mensaje reenviado", "messaggio inoltrato", "doorgestuurd bericht", "mensagem encaminhada":
		return true
	}
	return false
}

var headingLine = regexp.MustCompile(`^[>\s*]*\pL[\pL -]{0,20}\*?\s?:\*?\s`)

// headingEnd is the line after a heading of at least two fields; -1 if there is
// none.
func headingEnd(lines []string, at int) int {
	for at < len(lines) && strings.TrimSpace(lines[at]) == "" {
		at++
	}
	fields := 0
	for ; at < len(lines) && strings.TrimSpace(lines[at]) != ""; at++ {
		if headingLine.MatchString(lines[at] + " ") {
			fields++
		} else if fields == 0 {
			return -1
		}
	}
	if fields < 2 {
		return -1
	}
	return at
}
