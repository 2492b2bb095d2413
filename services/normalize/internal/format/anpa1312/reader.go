package anpa1312

import (
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/take"
	"github.com/wireroom/wireroom/services/normalize/internal/format/take/frame"
	"github.com/wireroom/wireroom/services/normalize/internal/format/take/prose"
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
	sign    take.Sign
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
	body := r.top(rest)
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
		r.a.Err = format.Errorf(Name, contract.ReasonMalformed, "header", "%.60q is not priority, category and keyword", prose.Plain(line))
		return nil, false
	}
	return lines, true
}

func dropEmpty(lines []string) []string {
	for len(lines) > 0 && prose.Plain(lines[0]) == "" {
		lines = lines[1:]
	}
	return lines
}

// time reads when the message was sent, and the day that it counts for: the
// header's, which is the desk's own.
func (r *reader) time(trailer []string) {
	r.base = r.in.Received
	for _, line := range trailer {
		line = strings.Trim(prose.Plain(line), "^<= ")
		if t, ok := take.Stamp(line, r.in.Zone, r.in.Received); ok {
			r.a.Item.VersionCreated, r.base = ninjs.At(t), t
			r.wire(line)
			break
		}
	}
	r.day = take.Day(r.base, r.in.Zone)
	if r.h.dated {
		noon, ok := take.Stamp(r.h.month+"-"+r.h.day+suffix(r.h.year)+" 1200", r.in.Zone, r.base)
		if ok {
			r.day = take.Day(noon, r.in.Zone)
		}
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

// finish fills in what follows from all lines together.
func (r *reader) finish() {
	it := &r.a.Item
	it.Type = ninjs.TypeText
	it.Slugline = r.k.slugline()
	it.Urgency = urgency(r.h.priority)
	if it.Urgency == 0 {
		it.Urgency = r.sign.Urgency
	}
	r.subjects()
	r.names()
	r.orders()
	r.headless()
	r.release()
	it.EdNote = strings.TrimSpace(strings.Join(r.edNotes, "\n"))
	if len(it.EdNote) > maxNote {
		it.EdNote = strings.ToValidUTF8(it.EdNote[:maxNote], "") + "…"
	}
	if len(it.Headlines)+len(it.Bodies) == 0 && it.PubStatus == "" {
		r.a.Err = format.Errorf(Name, contract.ReasonIncomplete, r.f.service+r.f.number, "no headline and no text")
	}
}

// orders reads whether the message takes a story down, and gives it its id.
func (r *reader) orders() {
	text := strings.Join(r.text, "\n")
	notes := strings.Join(r.edNotes, "\n")
	above := notes
	for _, h := range r.a.Item.Headlines {
		above += "\n" + h.Value
	}
	st := take.Story{Provider: r.in.Provider, Service: r.f.service, Number: r.f.number, Slug: r.k.full, Day: r.day}
	if r.sign.Signal != contract.Kill && len(text) < maxOrder && take.Orders(above+"\n"+text) {
		r.sign.Signal, st.ByRefs = contract.Kill, true
	}
	if r.sign.Signal == contract.Kill {
		st.Refs = r.refs(above + "\n" + text)
		r.edNotes = append(r.edNotes, text)
	}
	take.Apply(&r.a, st, r.sign)
}

// refs are the stories that a kill names; one that lacks the region of its slug
// is the kill's own, if that is the same otherwise.
func (r *reader) refs(text string) []take.Ref {
	refs := take.Refs(text)
	for i, ref := range refs {
		if take.Slug(ref.Slug) == take.Slug(r.k.topic()) {
			refs[i].Slug = r.k.full
		}
	}
	return refs
}

func (r *reader) release() {
	switch {
	case r.embargo != nil:
		take.Embargo(&r.a, *r.embargo)
	case r.sign.Release:
		until, _ := take.Advance(r.sign.AdvanceDay, r.base, r.in.Zone)
		take.Embargo(&r.a, until)
	}
}

func (r *reader) subjects() {
	it := &r.a.Item
	code := topic(r.h.category)
	if s := supplement(r.k.prefix); s != "" {
		code = s
	}
	if code != "" {
		it.Subjects = append(it.Subjects, take.Topic(code))
	}
	it.Subjects = append(it.Subjects, take.Category("anpa-category", r.h.category))
	switch len(r.k.prefix) {
	case 2:
		it.Subjects = append(it.Subjects, ninjs.Subject{Rel: "region", Name: r.k.prefix, Literal: "anpa-region:" + r.k.prefix})
	case 3:
		it.Subjects = append(it.Subjects, take.Category("anpa-supplemental", r.k.prefix))
	}
}

// names are the message's numbers and keywords as they were sent.
func (r *reader) names() {
	it := &r.a.Item
	for _, a := range []ninjs.AltID{
		{Role: "message-number", Value: r.f.service + r.f.number}, {Role: "anpa-selector", Value: r.f.selector},
		{Role: "anpa-keyword", Value: r.k.written}, {Role: "anpa-takekey", Value: r.k.version}, {Role: "anpa-reference", Value: r.k.reference},
	} {
		if a.Value != "" {
			it.AltIDs = append(it.AltIDs, a)
		}
	}
}
