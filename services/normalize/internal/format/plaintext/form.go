package plaintext

import (
	"regexp"
	"strings"
)

// Bounds of what is left over of a comment form at the end of a page.
const (
	maxFormLines = 25
	maxFormLine  = 120 // characters
)

// formHeading is the line that a comment form begins with, as the usual systems
// write it.
var formHeading = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`leave an? (?:reply|comment|response)(?: cancel reply)?`, `cancel reply`, `(?:post|add|write|submit)(?: a| your)? comment`,
	`comments are closed\.?`, `join the (?:conversation|discussion)`, `log in to (?:leave a comment|comment|reply)`,
	`you must be logged in to (?:post a )?comment\.?`,
	`deja(?:r)? (?:una respuesta|un comentario)`, `laisser (?:un commentaire|une réponse)`, `lascia un commento`,
	`(?:hinterlasse|schreibe?n?) (?:eine antwort|einen kommentar)`, `kommentar (?:hinterlassen|schreiben)`, `antworten? abbrechen`,
	`deixe (?:uma resposta|um comentário)`, `geef een reactie`, `(?:skriv|lämna) en kommentar`,
}, "|") + `)[:!]?$`)

// formLine is a line inside a form; only those of sureLine are found nowhere
// else.
var (
	sureLine = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
		`please enter your (?:comment|name|e-?mail)(?: address)?(?: here)?[!.]?`, `you have entered an incorrect e-?mail address[!.]?`,
		`your e-?mail address will not be published\.?(?: required fields are marked \*?)?`, `required fields are marked \*?`,
		`save my name, e-?mail.*`, `notify me of (?:follow-?up|new) .*`, `this site uses akismet.*`,
	}, "|") + `)$`)
	formLine = regexp.MustCompile(`(?i)^(?:name|e-?mail|website|comment|captcha|submit)\s*[:*]*(?:\(required\))?[:*]*$`)
)

// withoutForm cuts the comment form at the end of a page, and gives what it cut.
// Two things show one: a heading after which only short lines follow, and lines
// that stand nowhere else. The first line stays in any case.
func withoutForm(lines []string) (kept, form []string) {
	cut, sure, filled := len(lines), false, 0
	peeling := true
	for i := len(lines) - 1; i > 0 && filled < maxFormLines; i-- {
		line := strings.TrimSpace(lines[i])
		if line == "" {
			continue
		}
		filled++
		heading, certain := formHeading.MatchString(line), sureLine.MatchString(line)
		if !heading && !certain && length(line) > maxFormLine {
			break
		}
		peeling = peeling && (heading || certain || formLine.MatchString(line) || isCount(line))
		sure = sure || certain
		if heading || peeling && sure {
			cut = i
		}
	}
	return trimEmpty(lines[:cut]), lines[cut:]
}

func isCount(line string) bool { return viewCount.MatchString(line) || commentCount.MatchString(line) }
