package email

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// releaseLines is how many lines of a text are looked at for an embargo and a by-line:
// who sends something ahead says so first.
const releaseLines = 8

// opening is what a mail's subject and the first lines of its text say of its use and
// its writer.
type opening struct {
	until *time.Time // zero: nobody can tell until when
	note  string
	by    string
}

// opening reads the subject and the text as it came: also that of a covering letter.
func (m *message) opening(sent time.Time) opening {
	var o opening
	base, zone := sent, m.in.Zone
	if base.IsZero() {
		base = m.in.Received
	}
	if zone == nil {
		zone = time.UTC
	}
	for i, line := range append([]string{withoutPrefixes(m.text("Subject"))}, m.firstLines()...) {
		until, ok := embargo.Release(line, base, zone)
		if labelled, said := embargo.Line(line, base, zone); said && i > 0 && until.IsZero() {
			until, ok = labelled, true
		}
		if ok && o.until == nil {
			o.until = &until
			if i > 0 { // the headline says it itself
				o.note = line
			}
		}
		if by, ok := teleprinter.ByLine(line); ok && o.by == "" && i > 0 && i < 4 && isName(by) && !strings.HasSuffix(line, ".") {
			o.by = by
		}
	}
	return o
}

// isName: in a letter, a line may begin with "By" that is a sentence.
func isName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func (m *message) firstLines() []string {
	var out []string
	for _, s := range m.sections {
		text := s.text
		if text == "" {
			text = textOf(s.html)
		}
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
			if len(out) >= releaseLines {
				return out
			}
		}
	}
	return out
}

// hold keeps the mail's article back, and what came with it that says nothing of its
// own use: a letter speaks for what it covers.
func (o opening) hold(mail *format.Article, found []format.Article) {
	if o.by != "" {
		mail.Item.By = o.by
	}
	if o.until == nil {
		return
	}
	teleprinter.Embargo(mail, *o.until)
	mail.Item.EdNote = strings.Trim(mail.Item.EdNote+"\n"+o.note, "\n")
	for i := range found {
		a := &found[i]
		if a.Err != nil || !a.Item.EmbargoedUntil.IsZero() || a.Item.PubStatus == ninjs.Withheld {
			continue
		}
		teleprinter.Embargo(a, *o.until)
		a.Note("embargoed as the mail that it came with says")
	}
}
