package iptc7901

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

var (
	datelineSyntax = regexp.MustCompile(`^[=\s]*(\p{Lu}[\pL\pM.'’ /,0-9-]{1,60}?)\s*\(([\pL\pN][\pL\pN/ .&-]{1,28}?)\)\s*(-{1,2}|–|—|_|:|\.\s?-|=)?\s*`)
	// Italian agencies sign first: "(HWI) - CORK, 3 MAG - "
	agencyFirst = regexp.MustCompile(`^\s*\((\p{Lu}[\pL/-]{1,12})\)\s*[-–—]\s+\p{Lu}[\pL.'’ ]{1,40}(?:, \d{1,2}\.? \pL{3,9}\.?)?\s+[-–—]\s+`)
	// French and Spanish ones put the country in brackets: "CORK (Irlande), 3 mai (HWF) - "
	withCountry = regexp.MustCompile(`^\s*\p{Lu}[\pL.'’ /-]{1,40} \([\pL .-]{2,30}\),? ?[\pL\d.,/ ]{0,24}\s*\(([\pL\pN/ .&-]{2,28})\)\s*(?:-{1,2}|–|—|:|\.\s?-)\s*`)
	numericDay  = regexp.MustCompile(`,? \d{1,2}[./]\d{1,2}\.?(?:\d{2,4})?`)
	// a notebook: what is for editors, below the text
	notebook    = regexp.MustCompile(`(?i)^#{1,2} ?(?:\pL{2,6}[ -])?(?:notebook|notizblock|notiz|notizen|service|note to editors|editorial contacts|internet|orte|kontakte?|ansprechpartner|redaktion\pL*|cuaderno|bloc-?notes|contacts?)\b`)
	notForPrint = regexp.MustCompile(`(?i)(?:following information is|nachfolgende\w* informationen? sind|folgende\w* informationen? sind) (?:not|nicht)`)
	stars       = regexp.MustCompile(`^(?:\* ?){3,6}$`)
	tableMark   = "<#>"
	signOff     = regexp.MustCompile(`^\(?[A-Za-z][A-Za-z-]{1,9}\)?(?:[ /-]+[a-zäöü]{1,4}\d{0,2}){1,6}\)?$|^[a-zäöü]{2,4}(?:/[a-zäöü]{2,4})+$|^\(?[A-Z]{2,6}(?: - [\w-]{4,24})\)$`)
	ending      = regexp.MustCompile(`(?i)^[\[(*+= -]*(?:ends?|ende|fin|nnnn|endit|\+\+\+)[\])*+= -]*$`)
)

// body reads the text: without dateline, sign-off and notebook.
func (r *reader) body(text []string) {
	text = r.notebook(text)
	text = r.more(r.signOff(r.closed(text)))
	var w htmltext.Writer
	table, started := false, false
	var plain []string
	for _, b := range blocks(text) {
		lines := b.Lines
		if first := htmltext.Plain(lines[0]); first == tableMark {
			table, lines = !table, lines[1:]
		}
		if len(lines) == 0 || r.lead(lines, !started) {
			continue
		}
		if r.a.DateLine == "" && len(plain) < maxLead && !b.Table && (!started || r.signed(lines[0])) {
			lines = r.dateline(lines)
		}
		if started = true; len(lines) == 0 {
			continue
		}
		plain = append(plain, htmltext.Plain(strings.Join(lines, " ")))
		switch {
		case b.Table || table || numbered(lines):
			w.Table(lines)
		case len(lines) == 1 && decoration(htmltext.Plain(lines[0])):
			w.Rule()
		default:
			w.Paragraph(lines...)
		}
	}
	r.text = plain
	if !w.Empty() {
		r.a.Item.Bodies = []ninjs.Body{{Role: "main", ContentType: "text/html", Value: w.HTML()}}
		r.a.Words = r.h.words
	}
}

// maxNumbered is how long a line of a list may be, in bytes: longer ones are wrapped.
const maxNumbered = 64

// numbered reports whether lines are a list that counts from one, with a heading or none:
// a shot list. It keeps its lines, as a table does.
func numbered(lines []string) bool {
	next := 1
	for i, l := range lines {
		l = htmltext.Plain(l)
		switch {
		case len(l) > maxNumbered:
			return false
		case strings.HasPrefix(l, strconv.Itoa(next)+". "):
			next++
		case i > 0 || !strings.HasSuffix(l, ":"):
			return false
		}
	}
	return next > 2
}

// maxLead is how many paragraphs may stand before the dateline.
const maxLead = 3

// signed reports whether a paragraph begins with a dateline of the agency that the
// header names: behind the lead, nothing else is one.
func (r *reader) signed(line string) bool {
	_, agency, ok := dateline(line, r.h.agency)
	return ok && r.h.agency != "" && strings.EqualFold(agency, r.h.agency)
}

// ruleLine is a line that parts the text.
var ruleLine = regexp.MustCompile(`^(?:[_=*~–—-]{4,}|[_–—-]{2,3})$`)

// blocks parts the text, at the marks of tables and at rules too.
func blocks(text []string) []htmltext.Block {
	var out []string
	for _, l := range text {
		if plain := htmltext.Plain(l); plain == tableMark || ruleLine.MatchString(plain) {
			out = append(out, "", l, "")
			continue
		}
		out = append(out, l)
	}
	return htmltext.Blocks(out)
}

// lead reports whether a paragraph is a line for editors, and takes it; before the
// text has started, notes in brackets and by-lines too.
func (r *reader) lead(lines []string, first bool) bool {
	if len(lines) > 2 && !inBrackets(lines) {
		return false
	}
	line := htmltext.Plain(strings.Join(lines, " "))
	if note, ok := teleprinter.EdNote(line); ok && first && (len(line) < 300 || inBrackets(lines)) {
		r.remark(note, line)
		return true
	}
	if by, ok := teleprinter.ByLine(line); ok && first && r.a.Item.By == "" && !strings.HasSuffix(line, ".") && len(line) < 80 {
		r.by(by)
		return true
	}
	if until, ok := embargo.Release(line, r.base, r.in.Zone); ok && first {
		r.embargo = &until
		r.note(line)
		return true
	}
	if s, ok := teleprinter.Line(line); ok && s.More {
		r.sign.Merge(s)
		return true
	}
	if note, ok := teleprinter.EdNote(line); ok && line[0] != '(' && len(line) < 300 {
		r.note(note)
		return true
	}
	return false
}

// leadingAgency is the agency before the place, as in "(HWI) - CORK, 3 MAG -".
var leadingAgency = regexp.MustCompile(`^\([^()]{1,30}\)\s*[-–—_]+\s*`)

// dateline takes the dateline off the first paragraph: it is not a part of the
// story in this format. What has no agency in brackets stays.
func (r *reader) dateline(lines []string) []string {
	full, agency, ok := dateline(lines[0], r.h.agency)
	if !ok {
		return lines
	}
	place := leadingAgency.ReplaceAllString(strings.TrimSpace(strings.TrimRight(full, " -–—_:.=")), "")
	r.a.DateLine = numericDay.ReplaceAllString(place, "")
	for _, name := range strings.Split(agency, "/") {
		if name = strings.TrimSpace(name); name != "" {
			r.agencies = append(r.agencies, name)
		}
	}
	rest := append([]string{lines[0][len(full):]}, lines[1:]...)
	if len(rest) > 1 {
		// the line was wrapped where it was full, dateline and all
		rest = append([]string{strings.TrimSpace(rest[0] + " " + strings.TrimSpace(rest[1]))}, rest[2:]...)
	}
	if strings.TrimSpace(rest[0]) == "" {
		return nil
	}
	return rest
}

// dateline gives the dateline that a line begins with, and its agency. One
// without a dash needs the agency of the header: "Meier (CDU) sagte" is none.
func dateline(line, agency string) (full, name string, ok bool) {
	if m := agencyFirst.FindStringSubmatch(line); m != nil {
		return m[0], m[1], true
	}
	if m := withCountry.FindStringSubmatch(line); m != nil {
		return m[0], m[1], true
	}
	m := datelineSyntax.FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	alone := m[0] == line && strings.ToUpper(m[2]) == m[2] && len(m[2]) <= 8
	if m[3] == "" && !alone && !strings.EqualFold(m[2], agency) {
		return "", "", false
	}
	return m[0], m[2], true
}
