package nitf

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// ISO 8601 in its basic form, as NITF asks for (norm="20020225T143000-0500"), and
// in its extended one, as agencies write it too; with a space for the T, without
// seconds, time or zone.
var dateSyntax = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)? ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$`)

// date reads one date; without a zone it is in the provider's.
func (r *reader) date(s string) (time.Time, error) {
	m := dateSyntax.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return time.Time{}, fmt.Errorf("%.40q is no ISO 8601 date", s)
	}
	clock := firstOf(m[4], "00") + ":" + firstOf(m[5], "00") + ":" + firstOf(m[6], "00")
	local := m[1] + "-" + m[2] + "-" + m[3] + "T" + clock
	zone := zoneOf(m[7])
	if zone == "" {
		return time.ParseInLocation("2006-01-02T15:04:05", local, r.in.Zone)
	}
	return time.Parse(time.RFC3339, local+zone)
}

// zoneOf writes a zone as RFC 3339 has it, empty if none is said.
func zoneOf(s string) string {
	switch {
	case s == "":
		return ""
	case s[0] != '+' && s[0] != '-':
		return "Z"
	case len(s) == 3:
		return s + ":00"
	case len(s) == 5:
		return s[:3] + ":" + s[3:]
	default:
		return s
	}
}

// norm is the date of an element, of its attribute norm or else of its text; zero
// with a note if there is none that can be read.
func (r *reader) norm(n *xmltree.Node) time.Time { return r.dateOr(n.Name, rawDate(n)) }

func (r *reader) dateOr(what, raw string) time.Time {
	if raw == "" {
		return time.Time{}
	}
	t, err := r.date(raw)
	if err != nil {
		r.note(what + " left out: " + err.Error())
	}
	return t
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
