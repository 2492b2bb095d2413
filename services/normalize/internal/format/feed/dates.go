package feed

import (
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

// The shapes of dates in feeds, without their zone: RFC 822 as RSS has it, with
// its usual mistakes, and RFC 3339 as Atom, Dublin Core and WordPress have it.
var dateLayouts = []string{
	"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02",
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 06 15:04:05", "2 Jan 06 15:04", "2 Jan 2006",
	"2 January 2006 15:04:05", "2 January 2006 15:04", "2 January 2006",
	"Jan 2 15:04:05 2006", "January 2, 2006 15:04:05", "January 2, 2006", "20060102T150405", "2006-01", "2006",
	"2-Jan-06 15:04:05", "2-Jan-2006 15:04:05", "2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02", "2.1.2006 15:04:05", "2.1.2006 15:04", "2.1.2006",
	"Jan 2, 2006 15:04:05", "Jan 2, 2006 15:04", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 3:04 PM", "Jan 2, 2006",
	"January 2, 2006 3:04:05 PM", "January 2, 2006 3:04 PM", "January 2, 2006 15:04", "2 Jan 2006 3:04:05 PM", "2 Jan 2006 3:04 PM",
}

var (
	zoneSyntax    = regexp.MustCompile(`\s*(Z|z|[+-]\d{2}:?\d{2}|\b(?:UTC?|GMT)[+-]\d{1,2}(?::?\d{2})?|\b[A-Z]{2,5})\s*(?:\([^)]*\))?$`)
	weekdaySyntax = regexp.MustCompile(`^(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?|\pL{2,14}\.?,)\s+`)
	monthSyntax   = regexp.MustCompile(`^(\d{1,2})\.?[ -](?:de )?(\pL{3,12})\.?[ -](?:de )?`)
	offsetSyntax  = regexp.MustCompile(`^(?:UTC?|GMT)?([+-])(\d{1,2}):?(\d{2})?$`)
)

// zoneHours are the abbreviations that name one offset in feeds: those of RFC
// 822 section 5, and the common European ones.
func zoneHours(name string) (float64, bool) {
	hours, ok := map[string]float64{
		"Z": 0, "z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1,
		"CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "AEST": 10, "AEDT": 11,
		"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	}[name]
	return hours, ok
}

// parseDate reads a date of a feed, in UTC; one without a zone is the zone's.
// What can't be read gives the zero time: then the order of arrival counts.
func parseDate(text string, zone *time.Location) ninjs.Time {
	text = weekdaySyntax.ReplaceAllString(strings.TrimSpace(text), "")
	if len(text) > 64 {
		return ninjs.Time{}
	}
	if m := monthSyntax.FindStringSubmatch(text); m != nil {
		// in another language than English
		if month := date.Month(m[2]); month != 0 && !strings.Contains(m[0], "-") {
			text = m[1] + " " + month.String()[:3] + " " + text[len(m[0]):]
		}
	}
	if m := zoneSyntax.FindStringSubmatchIndex(text); m != nil {
		if named, ok := zoneOf(text[m[2]:m[3]]); ok {
			if t := parseIn(text[:m[0]], named); !t.IsZero() {
				return t
			}
		}
	}
	return parseIn(text, zone)
}

func parseIn(text string, zone *time.Location) ninjs.Time {
	for _, layout := range dateLayouts {
		t, err := time.ParseInLocation(layout, text, zone)
		if err == nil && t.Year() > 1000 {
			return ninjs.At(t.UTC())
		}
	}
	return ninjs.Time{}
}

func zoneOf(text string) (*time.Location, bool) {
	if hours, ok := zoneHours(text); ok {
		return time.FixedZone(text, int(hours*3600)), true
	}
	if zone, ok := date.Zone(text); ok {
		return zone, true
	}
	m := offsetSyntax.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	offset, err := time.ParseDuration(m[1] + m[2] + "h" + firstOf(m[3], "0") + "m")
	if err != nil || offset.Abs() > 18*time.Hour {
		return nil, false
	}
	return time.FixedZone(text, int(offset.Seconds())), true
}

// firstDate is the first of the texts that is a date.
func firstDate(zone *time.Location, texts ...string) ninjs.Time {
	for _, text := range texts {
		if t := parseDate(text, zone); !t.IsZero() {
			return t
		}
	}
	return ninjs.Time{}
}
