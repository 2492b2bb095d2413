package newsmlg2

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// ISO 8601 as the schema has it, and as agencies write it: basic form, a space for
// the T, without seconds, time or zone, "GMT+01:00".
var dateSyntax = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9})\d*)?)?\s*(?:(?:UTC|GMT)?([+-]\d\d(?::?\d\d)?)|(Z|z|UTC|GMT))?)?$`)

// date reads one date; without a zone it is in the provider's.
func (r *reader) date(s string) (time.Time, error) {
	m := dateSyntax.FindStringSubmatch(s)
	if m == nil {
		for _, layout := range []string{time.RFC1123Z, time.RFC1123} {
			if t, err := time.Parse(layout, s); err == nil {
				return t, nil
			}
		}
		return time.Time{}, fmt.Errorf("%.40q is no date and time of ISO 8601", s)
	}
	clock := firstOf(m[4], "00") + ":" + firstOf(m[5], "00") + ":" + firstOf(m[6], "00")
	local := m[1] + "-" + m[2] + "-" + m[3] + "T" + clock
	if m[7] != "" {
		local += "." + m[7]
	}
	switch zone := m[8]; {
	case m[9] != "":
		return time.Parse(time.RFC3339, local+"Z")
	case zone == "":
		return time.ParseInLocation("2006-01-02T15:04:05", local, r.in.Zone)
	case len(zone) == 3:
		return time.Parse(time.RFC3339, local+zone+":00")
	case len(zone) == 5:
		return time.Parse(time.RFC3339, local+zone[:3]+":"+zone[3:])
	default:
		return time.Parse(time.RFC3339, local+zone)
	}
}

// dateOf reads the date of a property; zero with a note if it can't be read.
func (r *reader) dateOf(n *xmltree.Node) ninjs.Time {
	raw := strings.TrimSpace(n.Text())
	if raw == "" {
		return ninjs.Time{}
	}
	t, err := r.date(raw)
	if err != nil {
		r.note(n.Name + " left out: " + err.Error())
	}
	return ninjs.At(t)
}
