package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// merge takes what a text in NITF says: NewsML's own word goes first, but a status
// that holds the text back counts wherever it stands.
func (r *reader) merge(p *part, root *xmltree.Node, articles []format.Article) []text {
	a := articles[0]
	if a.Err != nil {
		r.fail(a.Err.Reason, root, "the text in NITF: %w", a.Err)
		return nil
	}
	if p.item {
		r.mergeManaged(&a)
		r.beside = append(r.beside, articles[1:]...)
	}
	if in := &a.Item; !p.item && (in.PubStatus != ninjs.Usable || !in.EmbargoedUntil.IsZero()) {
		r.note("a text beside the main one left out: its NITF holds it back")
		return nil
	}
	for _, note := range a.Notes {
		r.note(note)
	}
	p.mergeTexts(&a)
	p.mergeNames(&a.Item)
	r.inner = append(r.inner, a.Item.Associations...)
	var out []text
	for _, b := range a.Item.Bodies {
		t := text{contentType: b.ContentType, value: b.Value}
		if b.Role != "" && b.Role != "main" {
			t.role = b.Role
		}
		out = append(out, t)
	}
	return out
}

// mergeManaged takes what decides about publication.
func (r *reader) mergeManaged(a *format.Article) {
	it, in := &r.a.Item, &a.Item
	if it.PubStatus == ninjs.Usable && in.PubStatus != ninjs.Usable {
		it.PubStatus = in.PubStatus
		r.note("the text in NITF says " + string(in.PubStatus))
	}
	if it.PubStatus == ninjs.Usable && in.EmbargoedUntil.After(it.EmbargoedUntil.Time) {
		it.EmbargoedUntil = in.EmbargoedUntil
	}
	if r.a.Signal == "" || it.PubStatus == ninjs.Canceled {
		r.a.Signal, r.a.Corrects = a.Signal, firstOf(r.a.Corrects, a.Corrects)
	}
	r.a.Targets = append(r.a.Targets, a.Targets...)
	it.Expires = firstTime(it.Expires, in.Expires)
	it.VersionCreated = firstTime(it.VersionCreated, in.VersionCreated)
	it.FirstCreated = firstTime(it.FirstCreated, in.FirstCreated)
	if it.Urgency == 0 {
		it.Urgency = in.Urgency
	}
	it.Version = firstOf(it.Version, in.Version)
	if id := firstOf(string(in.URI), a.ID); it.URI == "" && r.a.ID == "" {
		it.URI, r.a.ID = in.URI, a.ID
	} else {
		r.main.alt("docId", id)
	}
}

func firstTime(a, b ninjs.Time) ninjs.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// mergeTexts takes what is shown, where NewsML does not show it.
func (p *part) mergeTexts(a *format.Article) {
	it, in := p.it, &a.Item
	for _, h := range in.Headlines {
		p.headline(firstOf(h.Role, "main"), h.Value)
	}
	for _, d := range in.Descriptions {
		p.describe(d.Role, d.Value)
	}
	it.Title, it.By = firstOf(it.Title, in.Title), firstOf(it.By, in.By)
	it.Slugline = firstOf(it.Slugline, in.Slugline)
	it.Language = firstOf(it.Language, languageTag(in.Language))
	p.dateLine = firstOf(p.dateLine, a.DateLine)
	if a.DateLine == p.dateLine {
		it.Located = firstOf(it.Located, in.Located)
	}
	it.ContentCreated = firstTime(it.ContentCreated, in.ContentCreated)
	it.CopyrightHolder = firstOf(it.CopyrightHolder, in.CopyrightHolder)
	p.notice(in.CopyrightNotice)
	p.edNote(in.EdNote)
	for line := range strings.SplitSeq(in.UsageTerms, "\n") {
		p.term("", line)
	}
}

// mergeNames takes who and what the text marks up.
func (p *part) mergeNames(in *ninjs.Item) {
	it := p.it
	for _, s := range in.Subjects {
		p.subject(s)
	}
	for _, s := range in.InfoSources {
		p.source(s.Role, s.Name, s.Literal)
	}
	for _, g := range in.Genres {
		p.genre(g)
	}
	for _, a := range in.AltIDs {
		p.alt(a.Role, a.Value)
	}
	for _, x := range in.People {
		p.topic(facts{kind: person, name: x.Name, literal: x.Literal, uri: x.URI}, x.Rel)
	}
	for _, x := range in.Organisations {
		if p.new([4]any{"topic", organisation, x.Name, x.Rel}, len(it.Organisations)) {
			it.Organisations = append(it.Organisations, x)
		}
	}
	for _, x := range in.Places {
		p.place(x)
	}
	for _, x := range in.Events {
		p.topic(facts{kind: event, name: x.Name, literal: x.Literal, uri: x.URI}, x.Rel)
	}
	for _, x := range in.Objects {
		p.topic(facts{kind: object, name: x.Name, literal: x.Literal, uri: x.URI}, x.Rel)
	}
}
