package iptc7901

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

// notebook takes off what is for editors: all from the first heading of a
// notebook on, or from the line that says so.
func (r *reader) notebook(text []string) []string {
	for i, l := range text {
		l = strings.TrimSpace(l)
		at := i
		switch {
		case strings.HasPrefix(l, "#") && notebook.MatchString(l):
		case strings.Contains(l, "nformation") && notForPrint.MatchString(l):
			for at > 0 && (stars.MatchString(strings.TrimSpace(text[at-1])) || strings.TrimSpace(text[at-1]) == "") {
				at--
			}
		default:
			continue
		}
		r.notes(r.signOff(text[i:]))
		return text[:at]
	}
	return text
}

func (r *reader) notes(lines []string) {
	for _, l := range lines {
		l = htmltext.Plain(l)
		if l == "" || stars.MatchString(l) {
			continue
		}
		r.note(strings.TrimLeft(l, "# "))
	}
}

var (
	signature = regexp.MustCompile(`^\p{Lu}\pL+(?: \p{Lu}[\pL.-]+){1,3} ?/ ?\p{Lu}{2,5}$`)
	initials  = regexp.MustCompile(`^[a-zäöü]{2,4}(?:/[a-zäöü]{2,4})+$`)
)

// closing ends the text of Austrian and Swiss agencies, with who wrote it behind: "(Schluss) abc/def".
var (
	closing   = regexp.MustCompile(`(?i)\s*\((?:schluss|forts\.?|ende)\)(?:\s+([a-zäöü]{2,4}(?:/[a-zäöü]{2,4})*))?\s*$`)
	reference = regexp.MustCompile(`^[A-Z]{3}\d{4}\s+\d{4}-\d\d-\d\d/\d\d:\d\d$`)
	agency    = regexp.MustCompile(`^\((\p{Lu}{2,8})\)\.?$`)
)

// closed takes off the last lines that are no text: the reference of the message, the
// agency alone in brackets, the closing word and the initials behind it.
func (r *reader) closed(text []string) []string {
	text = trimRight(text)
	if len(text) > 1 && reference.MatchString(htmltext.Plain(text[len(text)-1])) {
		text = trimRight(text[:len(text)-1])
	}
	if len(text) == 0 {
		return text
	}
	last := text[len(text)-1]
	if m := agency.FindStringSubmatch(htmltext.Plain(last)); m != nil && len(text) > 1 {
		r.agencies = append(r.agencies, m[1])
		return trimRight(text[:len(text)-1])
	}
	if m := closing.FindStringSubmatchIndex(last); m != nil {
		if m[2] >= 0 {
			r.a.Item.AltIDs = append(r.a.Item.AltIDs, ninjs.AltID{Role: "sign-off", Value: last[m[2]:m[3]]})
		}
		return trimRight(append(append([]string{}, text[:len(text)-1]...), last[:m[0]]))
	}
	return text
}

// signOff takes off who wrote and edited the story, in the initials of the last
// line, and an end mark.
func (r *reader) signOff(text []string) []string {
	for len(text) > 0 {
		last := htmltext.Plain(text[len(text)-1])
		switch {
		case last == "", ending.MatchString(last):
		case r.a.Item.By == "" && signature.MatchString(last) && alone(text):
			r.a.Item.By = last
			return trimRight(text[:len(text)-1])
		case len(last) <= 48 && (signOff.MatchString(last) && (alone(text) || behindSentence(text)) || initials.MatchString(last)):
			r.a.Item.AltIDs = append(r.a.Item.AltIDs, ninjs.AltID{Role: "sign-off", Value: last})
			return withoutRule(trimRight(text[:len(text)-1]))
		default:
			return text
		}
		text = text[:len(text)-1]
	}
	return text
}

// alone: the last line is a paragraph of its own.
func alone(text []string) bool {
	return len(text) > 1 && (decoration(htmltext.Plain(text[len(text)-2])) || htmltext.Plain(text[len(text)-2]) == "" || htmltext.Plain(text[len(text)-2]) == "* * * *" ||
		strings.HasPrefix(text[len(text)-1], " ") || strings.HasPrefix(strings.TrimSpace(text[len(text)-2]), "- ") || strings.HasPrefix(text[len(text)-2], "Tel"))
}

// behindSentence: the last line stands right below the end of a sentence and counts the
// words or copies as no text does ("dpa aq yyzz n1 bl").
func behindSentence(text []string) bool {
	if len(text) < 2 {
		return false
	}
	before := htmltext.Plain(text[len(text)-2])
	return strings.ContainsAny(htmltext.Plain(text[len(text)-1]), "0123456789") && before != "" && strings.ContainsAny(before[len(before)-1:], ".!?\"")
}

// withoutRule drops a rule that parted the text from its sign-off.
func withoutRule(text []string) []string {
	for len(text) > 0 && ruleLine.MatchString(htmltext.Plain(text[len(text)-1])) {
		text = trimRight(text[:len(text)-1])
	}
	return text
}

func trimRight(text []string) []string {
	for len(text) > 0 && htmltext.Plain(text[len(text)-1]) == "" {
		text = text[:len(text)-1]
	}
	return text
}

// more takes off a last line that says that another take follows.
func (r *reader) more(text []string) []string {
	text = trimRight(text)
	if len(text) == 0 {
		return text
	}
	s, ok := teleprinter.Line(htmltext.Plain(text[len(text)-1]))
	if !ok || !s.More {
		return text
	}
	r.sign.Merge(s)
	r.a.Note("another take follows")
	return trimRight(text[:len(text)-1])
}
