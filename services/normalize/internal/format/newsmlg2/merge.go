package newsmlg2

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// merge adds what a NITF document within the item says: the item's own word counts
// where both speak.
func (r *reader) merge(in *format.Article) {
	it, from := &r.a.Item, in.Item
	it.Title, it.Slugline, it.By = firstOf(it.Title, from.Title), firstOf(it.Slugline, from.Slugline), firstOf(it.By, from.By)
	it.Located, it.Language = firstOf(it.Located, from.Located), firstOf(it.Language, from.Language)
	it.EdNote = joined("\n", it.EdNote, from.EdNote)
	it.CopyrightHolder = firstOf(it.CopyrightHolder, from.CopyrightHolder)
	it.CopyrightNotice = firstOf(it.CopyrightNotice, from.CopyrightNotice)
	it.UsageTerms = firstOf(it.UsageTerms, from.UsageTerms)
	if it.Urgency == 0 {
		it.Urgency = from.Urgency
	}
	for _, pair := range [][2]*ninjs.Time{
		{&it.VersionCreated, &from.VersionCreated}, {&it.FirstCreated, &from.FirstCreated},
		{&it.ContentCreated, &from.ContentCreated}, {&it.Expires, &from.Expires},
	} {
		if pair[0].IsZero() {
			*pair[0] = *pair[1]
		}
	}
	r.inner = innerStatus{from.PubStatus, from.EmbargoedUntil, in.Targets}
	if r.a.Signal == "" && in.Signal != contract.Kill {
		r.a.Signal, r.a.Corrects = in.Signal, in.Corrects
	}
	r.a.DateLine = firstOf(r.a.DateLine, in.DateLine)
	for _, n := range in.Notes {
		r.note(n)
	}
	r.alt("nitf", firstOf(in.ID, string(from.URI)))
	r.mergeLists(from)
}

func (r *reader) mergeLists(from ninjs.Item) {
	it := &r.a.Item
	have := map[string]bool{}
	for _, t := range slices.Concat(it.Headlines, it.Descriptions) {
		have[words(t.Value)] = true
	}
	for _, h := range from.Headlines {
		if !have[words(h.Value)] {
			if h.Role == "main" && len(it.Headlines) > 0 {
				h.Role = "alternate"
			}
			it.Headlines = append(it.Headlines, h)
		}
	}
	for _, d := range from.Descriptions {
		if !have[words(d.Value)] {
			it.Descriptions = append(it.Descriptions, d)
		}
	}
	for _, b := range from.Bodies {
		if b.Role != "" { // the text itself is one of the alternatives
			it.Bodies = append(it.Bodies, b)
		}
	}
	for _, s := range from.Subjects {
		r.addSubject(s)
	}
	for _, a := range from.AltIDs {
		r.alt(a.Role, a.Value)
	}
	for _, a := range from.Associations {
		r.associate(a.Name, a.Rel, a.Item)
	}
	for _, g := range from.Genres {
		r.addGenre(g)
	}
	r.mergeNames(from)
}

func (r *reader) mergeNames(from ninjs.Item) {
	for _, p := range from.People {
		if !nobody.MatchString(p.Name) || p.Name == "" {
			r.names.person(p)
		}
	}
	for _, o := range from.Organisations {
		r.names.org(o)
	}
	for _, p := range from.Places {
		r.names.place(p)
	}
	for _, e := range from.Events {
		r.names.event(e)
	}
	for _, o := range from.Objects {
		r.names.object(o)
	}
	for _, s := range from.InfoSources {
		r.names.source(s)
	}
}

// words is a text as it is compared.
func words(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
