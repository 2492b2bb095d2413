package nitf

import (
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// date reads one date; without a zone it is in the provider's.
func (r *reader) date(s string) (time.Time, error) { return date.Parse(s, r.in.Zone) }

// norm is the date of an element, of its attribute norm or else of its text; zero
// with a note if there is none that can be read.
func (r *reader) norm(n *xmltree.Node) time.Time { return r.dateOr(n.Name, rawDate(n)) }

func (r *reader) dateOr(what, raw string) time.Time {
	return date.Field(what, raw, r.in.Zone, r.note)
}

func rawDate(n *xmltree.Node) string { return firstOf(n.Attr("norm"), n.OneLine()) }

// dates sets when the item was made, last changed, and when it ends.
//
// versionCreated is when the document was issued; where a revision is noted that
// is later (systems that keep the first date of issue), that revision. The
// dateline's date and that of the printed edition stand in for both. firstCreated
// is the first revision that is noted.
func (r *reader) dates() {
	it := &r.a.Item
	first, last := r.revisions()
	issued := r.norm(orEmpty(r.docdata.Child("date.issue")))
	story := r.norm(orEmpty(r.root.Child("body", "body.head", "dateline", "story.date")))
	if last.After(issued) {
		issued = last
	}
	for _, t := range []time.Time{story, r.dateOr("date.publication", r.root.Child("head", "pubdata").Attr("date.publication"))} {
		if issued.IsZero() {
			issued = t
		}
	}
	it.VersionCreated, it.FirstCreated, it.ContentCreated = ninjs.At(issued), ninjs.At(first), ninjs.At(story)
	it.Expires = ninjs.At(r.norm(orEmpty(r.docdata.Child("date.expire"))))
}

// revisions gives the first and the last date of the revision history.
func (r *reader) revisions() (first, last time.Time) {
	for n := range r.root.Path("head", "revision-history") {
		t := r.dateOr("revision-history", n.Attr("norm"))
		if t.IsZero() {
			continue
		}
		if first.IsZero() || t.Before(first) {
			first = t
		}
		if t.After(last) {
			last = t
		}
	}
	return first, last
}

// orEmpty gives an empty element for none.
func orEmpty(n *xmltree.Node) *xmltree.Node {
	if n == nil {
		return &xmltree.Node{}
	}
	return n
}
