package anpa1312

import (
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/frame"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

const (
	maxNote  = 8192 // bytes that are kept for editors
	maxOrder = 1200 // bytes of a text that may take down a story without saying so in its keywords
)

// reader reads one message.
type reader struct {
	in      format.Input
	a       format.Article
	f       first
	h       second
	k       keyword
	sign    teleprinter.Sign
	day     string    // YYYY-MM-DD
	base    time.Time // of the message, else of its arrival
	edNotes []string
	embargo *time.Time
	text    []string // of the body, for the orders of a kill
}

func (r *reader) read(m frame.Message) {
	lines := append(append([]string{}, m.Header...), m.Text...)
	if !m.Framed {
		m.Header = nil
	}
	rest, ok := r.headers(lines)
	if !ok {
		return
	}
	if m.Framed && len(rest) > len(m.Text) {
		rest = m.Text
	}
	if m.Cut {
		r.a.Note("no end of text: the message may be cut off")
	}
	r.time(m.Trailer)
	r.h.tabular = r.h.tabular && !prose(rest) || !r.h.coded && table(rest)
	body := r.top(r.bare(rest))
	r.body(body)
	r.finish()
}

// headers reads the two header lines and gives what is below.
func (r *reader) headers(lines []string) ([]string, bool) {
	lines = dropEmpty(lines)
	ok := false
	if len(lines) > 0 {
		r.f, ok = readFirst(lines[0])
	}
	if !ok {
		r.a.Err = format.Errorf(Name, contract.ReasonMalformed, "header", "no service level and number")
		return nil, false
	}
	lines = dropEmpty(lines[1:])
	line := r.f.rest
	if line == "" && len(lines) > 0 {
		line, lines = lines[0], lines[1:]
	}
	if r.h, ok = readSecond(line); !ok {
		r.a.Err = format.Errorf(Name, contract.ReasonMalformed, "header", "%.60q is not priority, category and keyword", htmltext.Plain(line))
		return nil, false
	}
	return lines, true
}

func dropEmpty(lines []string) []string {
	for len(lines) > 0 && htmltext.Plain(lines[0]) == "" {
		lines = lines[1:]
	}
	return lines
}

// time reads when the message was sent, and the day that it counts for: the
// header's, which is the desk's own.
func (r *reader) time(trailer []string) {
	r.base = r.in.Received
	for _, line := range trailer {
		line = strings.Trim(htmltext.Plain(line), "^<= ")
		if t, ok := date.Stamp(line, r.in.Zone, r.in.Received); ok {
			r.a.Item.VersionCreated, r.base = ninjs.At(t), t
			r.wire(line)
			break
		}
	}
	r.day = teleprinter.Day(r.base, r.in.Zone)
	if r.h.dated {
		r.dayFirst()
		noon, ok := date.Stamp(r.h.month+"-"+r.h.day+suffix(r.h.year)+" 1200", r.in.Zone, r.base)
		if ok {
			r.day = teleprinter.Day(noon, r.in.Zone)
		}
	}
}

// dayFirst swaps day and month of the header where only that agrees with the time of
// the message.
func (r *reader) dayFirst() {
	day, month := atoi(r.h.day), atoi(r.h.month)
	local := r.base.In(r.in.Zone)
	if !r.a.Item.VersionCreated.IsZero() && day != month && month == local.Day() && day == int(local.Month()) {
		r.h.day, r.h.month = r.h.month, r.h.day
	}
}

func suffix(year string) string {
	if year == "" {
		return ""
	}
	return "-" + year
}

// wire reads who sent it on which wire: "AP-WF-11-13-13 1509GMT".
func (r *reader) wire(line string) {
	at := strings.IndexAny(line, "0123456789")
	if at < 3 {
		return
	}
	name, _, _ := strings.Cut(strings.Trim(line[:at], "- "), "-")
	if len(name) <= 8 && name != "" {
		r.a.Item.InfoSources = append(r.a.Item.InfoSources, ninjs.InfoSource{Name: name, Role: "source", Literal: strings.Trim(line[:at], "- ")})
	}
}
