package iptc7901

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

const (
	maxTop     = 14  // lines that may stand above the text
	maxKeyword = 100 // bytes of a keyword line
	wrapped    = 50  // characters from which a headline may go on in the next line
)

func (r *reader) note(text string) {
	if text = strings.TrimSpace(text); text != "" {
		r.edNotes = append(r.edNotes, text)
	}
}

// top reads the lines above the text, of which the last ends in an equals sign,
// and gives what follows.
func (r *reader) top(text []string) []string {
	text = r.longNotes(text)
	end := r.endOfTop(text)
	if len(r.above) > 0 {
		end = 0
	}
	var lines []string
	for _, l := range append(r.above, text[:end]...) {
		l = strings.TrimSpace(strings.TrimRight(htmltext.Plain(l), "= \t"))
		if l != "" && !decoration(l) {
			lines = append(lines, l)
		}
	}
	if len(lines) > 0 {
		r.headlines(r.classify(lines))
	}
	return text[end:]
}

// endOfTop is the number of lines above the text; where no equals sign ends them,
// the first block is taken if it looks like a headline.
func (r *reader) endOfTop(text []string) int {
	seen := 0
	for i, l := range text {
		l = htmltext.Plain(l)
		if strings.HasSuffix(l, "=") {
			return i + 1 + further(text[i+1:])
		}
		if l != "" {
			seen++
		}
		if seen >= maxTop {
			break
		}
	}
	for i, l := range text {
		l = htmltext.Plain(l)
		switch {
		case l == "" && i > 0:
			return i
		case i > 3, strings.HasSuffix(l, ".") && i == 0:
			return 0
		}
		if _, _, ok := dateline(l, r.h.agency); ok {
			return i
		}
	}
	return 0
}

// further is how many lines below the first equals sign still belong above the
// text: some agencies end each line so.
func further(text []string) int {
	n, seen := 0, 0
	for i, l := range text {
		if l = htmltext.Plain(l); l == "" {
			continue
		}
		if seen++; seen > 2 || len(l) > maxKeyword {
			break
		}
		if strings.HasSuffix(l, "=") {
			n, seen = i+1, 0
		}
	}
	return n
}

// decoration is a line of bells, apostrophes, stars.
func decoration(line string) bool {
	return strings.IndexFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}

// classify takes out the lines that are no headlines: by-lines, notes, version
// words, releases.
func (r *reader) classify(lines []string) []string {
	var rest []string
	for i, l := range lines {
		words := strings.TrimSpace(strings.TrimRight(l, "'`´’* "))
		if s, ok := teleprinter.Line(words); ok && (len(lines) != 1 || !quiet(words, s)) {
			r.sign.Merge(s)
			if len(lines) == 1 {
				rest = append(rest, words)
			}
			continue
		}
		if until, ok := embargo.Release(l, r.base, r.in.Zone); ok {
			r.embargo = &until
			r.note(l)
			continue
		}
		if note, ok := teleprinter.EdNote(l); ok {
			r.remark(note, words)
			continue
		}
		if by, ok := teleprinter.ByLine(l); ok && (i > 0 && len(rest) > 0 || strings.HasPrefix(strings.ToLower(l), "by ") || i+1 < len(lines) && signedBy.MatchString(l)) {
			r.by(by)
			continue
		}
		rest = append(rest, l)
	}
	return rest
}

// signedBy is a by-line that ends with the agency, as no headline does: "Von Ida Brack, spa".
var signedBy = regexp.MustCompile(`^\pL+ \p{Lu}[\pL.-]+(?: \p{Lu}[\pL.-]+){1,3}(?:, | \(| ?/ ?)[\pL-]{2,6}\)?$`)

// quiet reports whether a headline alone could be news of what its word means:
// "Annulation" takes nothing down, "ANNULATION" does.
func quiet(words string, s teleprinter.Sign) bool {
	return (s.Signal == contract.Kill || s.Hold) && words[0] != '(' && strings.ToUpper(words) != words && !strings.Contains(words, " ")
}

// remark is a line in brackets or to editors: its first words may be version
// words ("(Berichtigung: Vorname)", "(2. Zusammenfassung - neu: Zitate)").
func (r *reader) remark(note, line string) {
	first := note
	if at := strings.IndexAny(note, ":–;("); at > 0 {
		first = note[:at]
	} else if at := strings.Index(note, " - "); at > 0 {
		first = note[:at]
	}
	if s, ok := teleprinter.Line(first); ok && line[0] == '(' {
		r.sign.Merge(s)
		if first == note {
			return
		}
	}
	if word, _, _ := strings.Cut(strings.ToLower(first), " "); word == "neu" || strings.HasPrefix(strings.ToLower(note), "durchgehend neu") {
		r.sign.Merge(teleprinter.Sign{Signal: contract.Update})
	}
	if until, ok := embargo.Release(note, r.base, r.in.Zone); ok {
		r.embargo = &until
	}
	r.note(note)
}

func (r *reader) by(name string) {
	it := &r.a.Item
	if it.By != "" && len(it.By) < maxBy {
		name = it.By + ", " + name
	}
	it.By = name
}

// labels are what an agency calls a kind of story, on a line of its own.
var label = regexp.MustCompile(`^[\p{Lu}\d /&-]{3,30}$`)

// headlines: labels first, then the headline, which may go on in a second line,
// then others below it.
func (r *reader) headlines(lines []string) {
	it := &r.a.Item
	for len(lines) > 1 && label.MatchString(lines[0]) && len(strings.Fields(lines[0])) <= 3 && !label.MatchString(lines[1]) {
		it.Genres = append(it.Genres, ninjs.Genre{Name: lines[0]})
		lines = lines[1:]
	}
	lines = r.label(lines)
	var out []string
	for _, l := range lines {
		if n := len(out); n > 0 && goesOn(out[n-1], l) {
			out[n-1] += " " + l
			continue
		}
		out = append(out, l)
	}
	for i, l := range r.plainHeadlines(out) {
		role := "main"
		if i > 0 {
			role = "sub"
		}
		it.Headlines = append(it.Headlines, ninjs.Text{Role: role, Value: l})
	}
}

var (
	wordsAround = regexp.MustCompile(`^\(([^()]{2,40})\)\s+(\S.*)$|^(.*\S)\s+\(([^()]{2,40})\)$`)
	plusses     = regexp.MustCompile(`^[+*]+\s*([^+*]{2,24}?)\s*[+*]+\s*(\S[^+*]*?)\s*[+*]*$`)
	subtitle    = regexp.MustCompile(`\s[-–—=]*\s*(?:Utl|Untertitel)\.?: `)
)

// plainHeadlines takes version words in brackets off headlines, and parts a
// subtitle that is marked as one.
func (r *reader) plainHeadlines(lines []string) []string {
	var out []string
	for _, l := range lines {
		if m := wordsAround.FindStringSubmatch(l); m != nil {
			if s, ok := teleprinter.Line(m[1] + m[4]); ok {
				r.sign.Merge(s)
				l = m[2] + m[3]
			}
		}
		if m := plusses.FindStringSubmatch(l); m != nil {
			if s, ok := teleprinter.Line(m[1]); ok {
				r.sign.Merge(s)
				l = m[2]
			}
		}
		for _, part := range subtitle.Split(" "+l, 3) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

func goesOn(before, line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	return utf8.RuneCountInString(before) >= wrapped && (unicode.IsLower(r) || unicode.IsDigit(r))
}
