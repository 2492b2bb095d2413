package iptc7901

import (
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/frame"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

const (
	maxNote     = 8192 // bytes that are kept for editors
	maxKeywords = 12   // in a keyword line
	maxBy       = 300  // bytes of all by-lines
)

// reader reads one message.
type reader struct {
	in       format.Input
	a        format.Article
	h        header
	slug     string
	above    []string // lines between keyword line and start of text that may be the headline
	sign     teleprinter.Sign
	base     time.Time // of the message, else of its arrival
	edNotes  []string
	embargo  *time.Time // when the story may be used, zero for an unknown time
	agencies []string   // of the dateline
	text     []string   // of the body, for the orders of a kill
}

func (r *reader) read(m frame.Message) {
	if len(m.Header) == 0 {
		r.a.Err = format.Errorf(Name, contract.ReasonMalformed, "", "no header line")
		return
	}
	h, ok := readHeader(htmltext.Plain(m.Header[0]), true)
	if !ok {
		r.a.Err = format.Errorf(Name, contract.ReasonMalformed, "header", "%.60q is not source, number, priority, category and words", htmltext.Plain(m.Header[0]))
		return
	}
	r.h = h
	if m.Cut {
		r.a.Note("no end of text: the message may be cut off")
	}
	r.time(m.Trailer)
	text := r.keywords(withoutMarks(m.Header[1:]), withoutMarks(m.Text))
	text = r.top(text)
	r.body(text)
	r.finish()
}

// time reads when the message was sent.
func (r *reader) time(trailer []string) {
	r.base = r.in.Received
	unread := false
	for _, line := range trailer {
		line = htmltext.Plain(line)
		if line == "" {
			continue
		}
		if t, ok := date.Stamp(line, r.in.Zone, r.in.Received); ok {
			r.a.Item.VersionCreated, r.base = ninjs.At(t), t
			return
		}
		unread = true
	}
	if unread {
		r.a.Note("time of the message left out: it can't be read")
	}
}

// finish fills in what follows from all lines together.
func (r *reader) finish() {
	it := &r.a.Item
	it.Type = ninjs.TypeText
	it.Slugline = strings.Trim(r.slug, " /")
	it.Urgency = r.h.priority
	if it.Urgency == 0 {
		it.Urgency = r.sign.Urgency
	}
	r.subjects()
	r.names()
	r.orders()
	r.release()
	it.EdNote = clip(strings.Join(r.edNotes, "\n"))
	if len(it.Headlines)+len(it.Bodies) == 0 && it.PubStatus == "" {
		r.a.Err = format.Errorf(Name, contract.ReasonIncomplete, r.h.source+r.h.number, "no headline and no text")
	}
}

// orders reads whether the message takes a story down, and gives it its id.
func (r *reader) orders() {
	text := strings.Join(r.text, "\n")
	st := teleprinter.Story{Provider: r.in.Provider, Service: r.h.source, Number: r.h.number, Slug: r.a.Item.Slugline, Day: teleprinter.Day(r.base, r.in.Zone)}
	if r.sign.Signal != contract.Kill && len(text) < maxOrder && teleprinter.Orders(joined(r.a.Item.Headlines)+"\n"+text) {
		r.sign.Signal, st.ByRefs = contract.Kill, true
	}
	if r.sign.Signal == contract.Kill {
		st.Refs = teleprinter.Refs(text)
		r.edNotes = append(r.edNotes, text)
	}
	teleprinter.Apply(&r.a, st, r.sign)
	if len(r.a.Item.Genres) > 0 && r.a.Item.Version == "1" && !r.a.Item.VersionCreated.IsZero() {
		// a roundup comes after leads: its time orders it
		r.a.Item.Version = ""
	}
	if r.sign.Advisory {
		r.a.Item.Genres = append(r.a.Item.Genres, ninjs.Genre{Name: "advisory"})
	}
}

// maxOrder is how long a text may be that takes down a story without saying so in
// its keywords, in bytes.
const maxOrder = 1200

func joined(texts []ninjs.Text) string {
	var all []string
	for _, t := range texts {
		all = append(all, t.Value)
	}
	return strings.Join(all, "\n")
}

func (r *reader) release() {
	switch {
	case r.embargo != nil:
		teleprinter.Embargo(&r.a, *r.embargo)
	case r.sign.Release:
		until, _ := embargo.Advance(r.sign.AdvanceDay, r.base, r.in.Zone)
		teleprinter.Embargo(&r.a, until)
	}
}

func (r *reader) subjects() {
	it := &r.a.Item
	if code := topic(r.h.category); code != "" {
		it.Subjects = append(it.Subjects, teleprinter.Topic(code))
	}
	if r.h.category != "" {
		it.Subjects = append(it.Subjects, teleprinter.Category("iptc7901-category", r.h.category))
	}
	if !strings.Contains(it.Slugline, "/") {
		return
	}
	for _, k := range strings.SplitN(it.Slugline, "/", maxKeywords) {
		if k = strings.TrimSpace(k); k != "" {
			it.Subjects = append(it.Subjects, ninjs.Subject{Rel: "keyword", Name: k})
		}
	}
}

// names are the numbers of the message, and who sent it.
func (r *reader) names() {
	it := &r.a.Item
	it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "message-number", Value: r.h.source + r.h.number})
	if r.h.optional != "" {
		it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "header-text", Value: strings.Join(strings.Fields(r.h.optional), " ")})
	}
	sources := r.agencies
	if len(sources) == 0 && r.h.agency != "" {
		sources = []string{r.h.agency}
	}
	for _, name := range sources {
		it.InfoSources = append(it.InfoSources, ninjs.InfoSource{Name: name, Role: "source"})
	}
}

func clip(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxNote {
		s = strings.ToValidUTF8(s[:maxNote], "") + "…"
	}
	return s
}
