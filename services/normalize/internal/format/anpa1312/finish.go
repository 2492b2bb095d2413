package anpa1312

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

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
	st := teleprinter.Story{Provider: r.in.Provider, Service: r.f.service, Number: r.f.number, Slug: r.k.full, Day: r.day}
	if r.sign.Signal != contract.Kill && len(text) < maxOrder && teleprinter.Orders(above+"\n"+text) {
		r.sign.Signal, st.ByRefs = contract.Kill, true
	}
	if r.sign.Signal == contract.Kill {
		st.Refs = r.refs(above + "\n" + text)
		r.edNotes = append(r.edNotes, text)
	}
	teleprinter.Apply(&r.a, st, r.sign)
	if r.sign.Advisory || r.h.category == "v" {
		r.a.Item.Genres = append(r.a.Item.Genres, ninjs.Genre{Name: "advisory"})
	}
}

// refs are the stories that a kill names; one that lacks the region of its slug
// is the kill's own, if that is the same otherwise.
func (r *reader) refs(text string) []teleprinter.Ref {
	refs := teleprinter.Refs(text)
	for i, ref := range refs {
		if teleprinter.Slug(ref.Slug) == teleprinter.Slug(r.k.topic()) {
			refs[i].Slug = r.k.full
		}
	}
	return refs
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
	code := topic(r.h.category)
	if s := supplement(r.k.prefix); s != "" {
		code = s
	}
	if code != "" {
		it.Subjects = append(it.Subjects, teleprinter.Topic(code))
	}
	it.Subjects = append(it.Subjects, teleprinter.Category("anpa-category", r.h.category))
	switch len(r.k.prefix) {
	case 2:
		it.Subjects = append(it.Subjects, ninjs.Subject{Rel: "region", Name: r.k.prefix, Literal: "anpa-region:" + r.k.prefix})
	case 3:
		it.Subjects = append(it.Subjects, teleprinter.Category("anpa-supplemental", r.k.prefix))
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
