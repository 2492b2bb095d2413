package plaintext

import (
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// notices is what newsrooms write around a story for each other: from when on it may
// be used, notes to editors. Both formats of teleprinters know the same words.
type notices struct {
	received time.Time
	zone     *time.Location
	language string     // the provider's
	until    *time.Time // zero: it is sent ahead, and nobody can tell until when
	notes    []string
	by       string // a by-line above the headline
}

func noticesOf(in format.Input) *notices {
	n := &notices{received: in.Received, zone: in.Zone, language: in.Language}
	if n.zone == nil {
		n.zone = time.UTC
	}
	return n
}

// take takes a line that says from when on the story may be used, or one to editors.
func (n *notices) take(line string) bool {
	if until, ok := embargo.Release(line, n.received, n.zone); ok {
		n.until, n.notes = &until, append(n.notes, line)
		return true
	}
	note, ok := teleprinter.EdNote(line)
	if !ok || line[0] == '(' {
		return false // in a text without form brackets are the text's own
	}
	if until, ok := embargo.Release(note, n.received, n.zone); ok {
		n.until = &until
	}
	n.notes = append(n.notes, note)
	return true
}

// label is a line above a headline that says what is sent.
var label = regexp.MustCompile(`(?i)^(?:(?:for )?immediate(?: release| use| publication)|(?:press|media|news) release|press(?:e)?mitteilung|medienmitteilung|communiqué de presse|` +
	`nota de prensa|comunicato stampa|comunicado de imprensa|persbericht|pressmeddelande|pressemeddelelse|pressemelding)[:!.]?$`)

// takeLabel takes a line that says what is sent, where a headline can follow.
func (n *notices) takeLabel(line string, rest []string) bool {
	if !label.MatchString(line) || len(rest) < 2 {
		return false
	}
	n.notes = append(n.notes, line)
	return true
}

// above takes the lines above the headline. A line that speaks of an embargo without
// a time that can be read is the headline itself, unless another can be.
func (n *notices) above(lines []string) []string {
	for len(lines) > 1 {
		line := strings.TrimSpace(lines[0])
		rest := trimEmpty(lines[1:])
		if until, ok := embargo.Release(line, n.received, n.zone); ok && until.IsZero() && !canBeHeadline(rest) && !embargo.Certain(line) {
			return lines
		}
		by, isBy := teleprinter.ByLine(line)
		switch {
		case n.take(line), n.takeLabel(line, rest):
		case isBy && n.by == "" && lines[1] == "" && canBeHeadline(rest):
			n.by = by
		default:
			return lines
		}
		lines = rest
	}
	return lines
}

// canBeHeadline reports whether the first line is short, stands alone and is no
// sentence, by-line or dateline.
func canBeHeadline(lines []string) bool {
	if len(lines) < 2 || lines[1] != "" {
		return false
	}
	line := strings.TrimSpace(lines[0])
	_, by := teleprinter.ByLine(line)
	return !by && length(line) <= maxHeadline && !strings.HasSuffix(line, ".") && dateLine(line) == ""
}

// endMark ends the text of a story.
var endMark = regexp.MustCompile(`^(?i:[-–—*#(/\s]*(?:30|ends?|ende|fin|fim|fine|mf|ends here)[-–—*#)/\s.]*|#{2,}|\*{3,})$`)

var notesHeading = regexp.MustCompile(`(?i)^(?:notes? (?:to|for) editors?|editors?['’]? notes?|hinweise? (?:an|für) (?:die )?redaktion(?:en)?):?$`)

// withoutEnd cuts the mark that ends a story, and gives what a desk wrote below it.
func withoutEnd(lines []string) (kept, below []string) {
	const most = 12 // lines below
	for i := len(lines) - 1; i > 0 && i >= len(lines)-most; i-- {
		if ends(lines, i) {
			return trimEmpty(lines[:i]), lines[i+1:]
		}
	}
	return lines, nil
}

// ends reports whether a story ends with this line. A word without strokes around it
// may be the text's own: it stands alone then, and a number at the very end.
func ends(lines []string, i int) bool {
	line := strings.TrimSpace(lines[i])
	switch {
	case !endMark.MatchString(line):
		return false
	case !wordChar(line[0]):
		return true
	case i+1 < len(lines) && (lines[i+1] != "" || line[0] == '3'):
		return false
	default:
		return lines[i-1] == ""
	}
}

func wordChar(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// below takes the lines below the end mark as notes, without their heading.
func (n *notices) below(lines []string) {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" && !notesHeading.MatchString(line) && !teleprinter.SignOff(line) && !n.take(line) {
			n.notes = append(n.notes, line)
		}
	}
}

// tell writes what was found to the article.
func (n *notices) tell(a *format.Article) {
	it := &a.Item
	it.EdNote = strings.Join(n.notes, "\n")
	if it.By == "" {
		it.By = n.by
	}
	if n.until != nil {
		teleprinter.Embargo(a, *n.until)
	}
}

// takeSub takes a second line right below the headline that stands with it: the
// deck.
func takeSub(headline string, block []string) (sub ninjs.Text, rest []string) {
	if headline == "" || len(block) < 3 || block[1] != "" {
		return ninjs.Text{}, block
	}
	line := strings.TrimSpace(block[0])
	if length(line) > maxHeadline || strings.HasSuffix(line, ".") || dateLine(line) != "" || byLine.MatchString(line) || bareNumber.MatchString(line) || isCount(line) {
		return ninjs.Text{}, block
	}
	return ninjs.Text{Role: "sub", Value: line}, trimEmpty(block[1:])
}
