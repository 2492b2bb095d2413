package anpa1312

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

const (
	maxSources   = 10
	maxIndex     = 12 // keywords of an index line
	maxHeadlines = 6
	maxBy        = 300  // bytes of all by-lines
	maxLine      = 2000 // bytes of a line that is no text
)

var (
	index       = regexp.MustCompile(`^(?:INDEX|Index|KEYWORDS?|Keywords?): (\S.*)$`)
	address     = regexp.MustCompile(`(?i)^(?:attention )?(?:(?:eds|editors|members|subscribers|news directors)(?:[/,& ]+|$)(?:and )?)+$`)
	advanceLine = regexp.MustCompile(`(?i)^\$?adv\.?\s?(\d{1,2})\b`)
	material    = regexp.MustCompile(`^(?:With )?[A-Z]{2,4} (?:[A-Z]\w+ )?(?i:photos?|video|graphics?|audio|interactives?)\b|^(?i:with (?:photos?|video|graphics?)|photos?:|photos by )`)
	editorsNote = regexp.MustCompile(`(?i)^(?:an? )?(?:AP )?(?:editor'?s'? note|advisory|eds|editors|attention|kill|correction)\b.*?(?:[_:—]|--)\s*(.*)$`)
	// what a writer is, on the line below the name
	writer   = regexp.MustCompile(`^(?:The )?(?:[A-Z][\w.&'-]* ){1,5}(?:Writers?|Reporters?|Editors?|Correspondents?|Columnists?|Press|Service)$|^[A-Z .&']+ (?:PRESS|NEWS SERVICE)$`)
	corrects = regexp.MustCompile(`^(?i:correction)s?[:.]\s`)
	addLine  = regexp.MustCompile(`^[A-Z][A-Z .,'-]+: \S`)
)

// top reads the lines above the story and gives the story's.
func (r *reader) top(lines []string) []string {
	caret, rest := split(lines)
	var others []above
	for i, l := range caret {
		switch {
		case r.k.written == "" && i < 3 && isKeyword(l.text, r.h.keyword):
			k, s := readKeyword(l.text)
			r.k = k
			r.sign.Merge(s)
		case l.text != "":
			others = append(others, l)
		}
	}
	head, s := readKeyword(r.h.keyword)
	r.sign.Merge(s)
	if r.k.written == "" {
		r.k = head
	}
	if r.k.version == "" {
		r.k.version = head.version
	}
	others = r.classify(others)
	return r.headlines(others, rest)
}

// classify takes out what is no headline.
func (r *reader) classify(lines []above) []above {
	var rest []above
	affiliation := false
	for _, l := range lines {
		by, isBy := teleprinter.ByLine(l.text)
		switch {
		case isBy && (l.quad == "=" || strings.EqualFold(l.text[:2], "by")):
			r.by(by)
			affiliation = true
			continue
		case affiliation && (l.quad == "=" || writer.MatchString(l.text)) && len(r.a.Item.InfoSources) < maxSources:
			r.a.Item.InfoSources = append(r.a.Item.InfoSources, ninjs.InfoSource{Name: l.text, Role: "affiliation"})
		case r.special(l.text):
		default:
			rest = append(rest, l)
		}
		affiliation = affiliation && l.quad == "="
	}
	return rest
}

func (r *reader) by(name string) {
	it := &r.a.Item
	if it.By != "" && len(it.By) < maxBy {
		name = it.By + ", " + name
	}
	it.By = name
}

// special reads version words, releases and notes to editors.
func (r *reader) special(text string) bool {
	if len(text) > maxLine || address.MatchString(strings.TrimRight(text, ":. ")) {
		return len(text) <= maxLine
	}
	if s, ok := teleprinter.Line(text); ok {
		r.sign.Merge(s)
		return true
	}
	if m := advanceLine.FindStringSubmatch(text); m != nil {
		s, _ := teleprinter.Line("adv" + m[1])
		r.sign.Merge(s)
		r.note(text)
		return true
	}
	if until, ok := embargo.Release(text, r.base, r.in.Zone); ok {
		r.embargo = &until
		r.note(text)
		return true
	}
	if m := index.FindStringSubmatch(text); m != nil {
		for _, k := range strings.SplitN(m[1], ",", maxIndex) {
			r.a.Item.Subjects = append(r.a.Item.Subjects, ninjs.Subject{Rel: "keyword", Name: strings.TrimSpace(k)})
		}
		return true
	}
	if corrects.MatchString(text) {
		r.sign.Merge(teleprinter.Sign{Signal: contract.Correction})
	}
	if m := editorsNote.FindStringSubmatch(text); m != nil && m[1] != "" {
		r.note(m[1])
		return true
	}
	if note, ok := teleprinter.EdNote(text); ok {
		r.note(note)
		return true
	}
	if material.MatchString(text) || r.sign.Continued() && addLine.MatchString(text) {
		r.note(text)
		return true
	}
	return false
}

func (r *reader) note(text string) {
	if text = letterpress(strings.TrimSpace(text)); text != "" {
		r.edNotes = append(r.edNotes, text)
	}
}

// headlines: the first line that is left, and those below it where a story
// follows; where none does, they are the text.
func (r *reader) headlines(lines []above, story []string) []string {
	it := &r.a.Item
	for i, l := range lines {
		role := "main"
		if i > 0 {
			role = "sub"
		}
		if i > 0 && !hasStory(story) || i >= maxHeadlines {
			out := make([]string, 0, 2*len(lines))
			for _, l := range lines[i:] {
				out = append(out, "\t"+l.text)
			}
			return append(out, story...)
		}
		it.Headlines = append(it.Headlines, ninjs.Text{Role: role, Value: letterpress(l.text)})
	}
	return story
}

func hasStory(lines []string) bool {
	for _, l := range lines {
		if t := htmltext.Plain(l); t != "" && !rule(t) {
			return true
		}
	}
	return false
}
