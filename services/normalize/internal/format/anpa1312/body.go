package anpa1312

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

// maxHeadline is in bytes.
const maxHeadline = 160

var ending = regexp.MustCompile(`(?i)^(?:end|ends|-?30-?|endit|[A-Z]{2,3}-[A-Z]{2}-\d\d-\d\d.*|end advance.*|end adv.*)$`)

// copytext collects the story: the paragraph or the table that is being read, and
// what is written.
type copytext struct {
	r                *reader
	w                htmltext.Writer
	paragraph, table []string
}

// body reads the story: paragraphs that begin with a tab or an indent, lines with
// a caret between them, and all of it as a table where the header says so.
func (r *reader) body(lines []string) {
	c := copytext{r: r}
	for _, line := range lines {
		c.line(line)
	}
	c.flush()
	if !c.w.Empty() {
		r.a.Item.Bodies = []ninjs.Body{{Role: "main", ContentType: "text/html", Value: c.w.HTML()}}
		r.a.Words = r.h.words
	}
}

func (c *copytext) line(line string) {
	text := strings.TrimRight(htmltext.Plain(line), "<= ")
	switch {
	case text == "" && c.r.h.tabular && len(c.table) > 0:
		c.table = append(c.table, "")
	case text == "":
		c.flush()
	case isAbove(line):
		c.flush()
		c.r.between(&c.w, strings.Trim(text, "^ "))
	case c.r.h.tabular || tabular(line):
		if len(c.paragraph) > 0 {
			c.flush()
		}
		c.table = append(c.table, strings.TrimRight(strings.TrimPrefix(line, "\t"), "<= "))
	default:
		if len(c.table) > 0 || indented(line) || signOff.MatchString(text) {
			c.flush()
		}
		c.paragraph = append(c.paragraph, ended(line))
		if quad(line) == "<" {
			c.flush()
		}
	}
}

func (c *copytext) flush() {
	if len(c.paragraph) > 0 {
		c.r.text = append(c.r.text, htmltext.Plain(strings.Join(c.paragraph, " ")))
		c.r.paragraph(&c.w, c.paragraph)
	}
	if len(c.table) > 0 {
		c.w.Table(c.table)
	}
	c.paragraph, c.table = nil, nil
}

// paragraph writes one, unless it is for editors.
func (r *reader) paragraph(w *htmltext.Writer, lines []string) {
	text := htmltext.Plain(strings.Join(lines, " "))
	switch {
	case len(text) < 20 && address.MatchString(text):
	case rule(text):
		w.Rule()
	case ending.MatchString(text):
	case signOff.MatchString(text):
		text = strings.TrimLeft(text, "=")
		r.a.Item.AltIDs = append(r.a.Item.AltIDs, ninjs.AltID{Role: "sign-off", Value: text})
	case len(text) < 400 && r.aside(text, w.Empty()):
	default:
		for i := range lines {
			lines[i] = letterpress(strings.TrimSpace(lines[i]))
		}
		if loc := dateline.FindStringIndex(text); loc != nil && w.Empty() {
			r.a.DateLine = numericDay.ReplaceAllString(strings.TrimRight(text[:loc[1]], " _-—"), "")
		}
		// only a quad or an indent ends a line in this format
		w.Paragraph(strings.Join(lines, " "))
	}
}

// aside reads a paragraph that is no part of the story.
func (r *reader) aside(text string, first bool) bool {
	if s, ok := teleprinter.Line(strings.Trim(text, "()[]-")); ok && s.More {
		r.sign.Merge(s)
		r.a.Note("another take follows")
		return true
	}
	if until, ok := embargo.Release(text, r.base, r.in.Zone); ok && first {
		r.embargo = &until
		r.note(text)
		return true
	}
	if note, ok := teleprinter.EdNote(text); ok && text[0] != '(' {
		r.note(note)
		return true
	}
	return false
}

// between reads a line with a caret within the story: a note, or a heading.
func (r *reader) between(w *htmltext.Writer, text string) {
	// below the start of the story version words are a heading: "KILLED", "Corrections"
	_, words := teleprinter.Line(text)
	_, release := embargo.Release(text, r.base, r.in.Zone)
	switch {
	case text == "", ending.MatchString(text):
	case !words && !release && r.special(text):
	case rule(text):
		w.Rule()
	default:
		r.text = append(r.text, text)
		w.Strong(letterpress(text))
	}
}

func indented(line string) bool {
	return strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "  ")
}

// tabular reports whether a line has columns, in a text that is none.
func tabular(line string) bool {
	line = strings.TrimSpace(line)
	return strings.ContainsAny(line, "\t\x1f") || strings.Contains(line, "    ")
}

// ended is a line without the quad that ends it.
func ended(line string) string { return strings.TrimRight(line, " <") }

// headless makes a headline where there is none: of the slug for a table, else of
// the first sentence, as alerts have nothing else.
func (r *reader) headless() {
	it := &r.a.Item
	if len(it.Headlines) > 0 || len(it.Bodies) == 0 || it.PubStatus == ninjs.Canceled {
		return
	}
	value := r.k.topic()
	if !r.h.tabular && !r.sign.Continued() && len(r.text) > 0 {
		value = sentence(r.text[0])
	}
	if value != "" {
		it.Headlines = []ninjs.Text{{Role: "main", Value: letterpress(value)}}
		r.a.Note("headline made of the slug or the text: the document has none")
	}
}

var signOff = regexp.MustCompile(`^[A-Z]{2,4}(?:/[A-Z]{2,4})+$|^==[\pL\pN][\pL\pN ./-]{0,30}$`)

var numericDay = regexp.MustCompile(`,? \d{1,2}[./]\d{1,2}`)

var dateline = regexp.MustCompile(`^[^()]{2,60}\([A-Z][\w ./-]{1,20}\) (?:_|-{1,2}|—) `)

// sentence is the first one of a paragraph, without its dateline.
func sentence(text string) string {
	if loc := dateline.FindStringIndex(text); loc != nil {
		text = text[loc[1]:]
	}
	if at := strings.Index(text, ". "); at > 20 {
		text = text[:at+1]
	}
	if len(text) > maxHeadline {
		text = strings.ToValidUTF8(text[:maxHeadline], "")
		if at := strings.LastIndexByte(text, ' '); at > 0 {
			text = text[:at]
		}
		text += "…"
	}
	return strings.TrimSpace(text)
}
