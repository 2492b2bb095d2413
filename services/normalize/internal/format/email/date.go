package email

import (
	"strconv"
	"strings"
	"time"
)

// parseDate reads a date as RFC 5322 (3.3 and 4.3) has it, and as programs write
// it: without seconds or zone, with comments, with parts in another order of day
// and month, or as ISO 8601. zone is that of a date that says none.
func parseDate(s string, zone *time.Location) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, true
		}
	}
	d := dateParts{zone: zone}
	for _, word := range strings.FieldsFunc(withoutComments(s), func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
		if !d.take(word) {
			return time.Time{}, false
		}
	}
	return d.time()
}

func withoutComments(s string) string {
	var b strings.Builder
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		default:
			if depth == 0 {
				b.WriteByte(s[i])
			}
		}
	}
	return b.String()
}

// dateParts are the parts of a date as they come.
type dateParts struct {
	day, year            int
	month                time.Month
	hour, minute, second int
	hasTime              bool
	zone                 *time.Location
}

// take sorts one word by what it looks like.
func (d *dateParts) take(word string) bool {
	switch {
	case strings.Contains(word, ":"):
		return d.clock(word)
	case word[0] == '+' || word[0] == '-':
		return d.offset(word)
	case word[0] >= '0' && word[0] <= '9':
		return d.number(word)
	default:
		return d.name(word)
	}
}

func (d *dateParts) number(word string) bool {
	if day, rest, ok := strings.Cut(word, "-"); ok { // 03-May-2024
		month, year, _ := strings.Cut(rest, "-")
		return d.number(day) && d.name(month) && d.number(year)
	}
	n, err := strconv.Atoi(word)
	switch {
	case err != nil || n > 9999:
		return false
	case d.day == 0 && n <= 31 && len(word) <= 2:
		d.day = n
	case d.year == 0 && len(word) == 2: // RFC 5322, 4.3
		d.year = 1900 + n
		if n < 50 {
			d.year = 2000 + n
		}
	case d.year == 0:
		d.year = n
	default:
		return false
	}
	return true
}

func (d *dateParts) clock(word string) bool {
	parts := strings.Split(word, ":")
	values := [3]*int{&d.hour, &d.minute, &d.second}
	if len(parts) > 3 || d.hasTime {
		return false
	}
	for i, p := range parts {
		p, _, _ = strings.Cut(p, ".")
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 60 {
			return false
		}
		*values[i] = n
	}
	d.hasTime = true
	return d.hour < 24 && d.minute < 60
}

// offset reads "+0200"; a sign alone says that the zone is not known.
func (d *dateParts) offset(word string) bool {
	n, err := strconv.Atoi(word[1:])
	if err != nil || len(word) != 5 && len(word) != 3 || n > 1500 {
		return false
	}
	if len(word) == 3 {
		n *= 100
	}
	seconds := (n/100*60 + n%100) * 60
	if word[0] == '-' {
		seconds = -seconds
	}
	d.zone = time.UTC
	if seconds != 0 {
		d.zone = time.FixedZone("", seconds)
	}
	return true
}

// name reads a month, a zone, or a day of the week, which says nothing.
func (d *dateParts) name(word string) bool {
	if len(word) >= 3 {
		for m := time.January; m <= time.December; m++ {
			if strings.EqualFold(m.String()[:3], word[:3]) && d.month == 0 {
				d.month = m
				return true
			}
		}
	}
	upper := strings.ToUpper(word)
	for _, prefix := range []string{"GMT", "UTC"} {
		if rest, ok := strings.CutPrefix(upper, prefix); ok && rest != "" {
			return d.offset(rest)
		}
	}
	if hours, ok := obsolete(upper); ok && d.hasTime {
		return d.offset(hours)
	}
	return true
}

// obsolete gives the zones that have a name (RFC 5322, 4.3), and those of Europe.
func obsolete(name string) (string, bool) {
	switch name {
	case "UT", "GMT", "UTC", "Z", "WET":
		return "+0000", true
	case "CET", "MET", "BST", "MEZ", "WEST":
		return "+0100", true
	case "CEST", "MEST", "EET", "MESZ":
		return "+0200", true
	case "EEST", "MSK":
		return "+0300", true
	case "EDT":
		return "-0400", true
	case "EST", "CDT":
		return "-0500", true
	case "CST", "MDT":
		return "-0600", true
	case "MST", "PDT":
		return "-0700", true
	case "PST":
		return "-0800", true
	}
	return "", false
}

func (d *dateParts) time() (time.Time, bool) {
	if d.day == 0 || d.month == 0 || d.year < 1970 || !d.hasTime {
		return time.Time{}, false
	}
	t := time.Date(d.year, d.month, d.day, d.hour, d.minute, d.second, 0, d.zone)
	return t, t.Day() == d.day || d.second == 60
}
