package newsml1

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// ISO 8601 in its basic form, as NewsML 1.2 (5.1.3) asks for, and in its extended
// one; with a space for the T, without seconds, time or zone, as agencies write it.
var dateSyntax = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,:]\d+)?)? ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$`)

// date reads one date; without a zone it is in the provider's.
func (d *document) date(s string) (time.Time, error) {
	m := dateSyntax.FindStringSubmatch(strings.ReplaceAll(strings.TrimSpace(s), "±", "+"))
	if m == nil {
		return time.Time{}, fmt.Errorf("%.40q is no ISO 8601 date", s)
	}
	clock := firstOf(m[4], "00") + ":" + firstOf(m[5], "00") + ":" + firstOf(m[6], "00")
	local := m[1] + "-" + m[2] + "-" + m[3] + "T" + clock
	if zone := zoneOf(m[7]); zone != "" {
		return time.Parse(time.RFC3339, local+zone)
	}
	return time.ParseInLocation("2006-01-02T15:04:05", local, d.in.Zone)
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

// dateOf reads an element's date; zero if there is none, with a note if it can't
// be read.
func (r *reader) dateOf(n *xmltree.Node) ninjs.Time {
	if n == nil {
		return ninjs.Time{}
	}
	raw := short(n)
	if raw == "" {
		return ninjs.Time{}
	}
	t, err := r.date(raw)
	if err != nil {
		r.note(n.Name + " left out: " + err.Error())
	}
	return ninjs.At(t)
}

// dates sets when the item was first made, and when this revision was. Where the
// item does not say, the transmission's date stands in.
func (r *reader) dates() {
	it, manage := &r.a.Item, r.item.Child("NewsManagement")
	it.FirstCreated = r.dateOf(manage.Child("FirstCreated"))
	it.VersionCreated = r.dateOf(manage.Child("ThisRevisionCreated"))
	for _, n := range []*xmltree.Node{r.envelope.date, r.item.Child("Identification", "NewsIdentifier", "DateId")} {
		if it.VersionCreated.IsZero() {
			it.VersionCreated = r.dateOf(n)
		}
	}
}
