package date

import (
	"regexp"
	"strings"
	"time"
	"unicode"
)

var (
	clockWord = regexp.MustCompile(`(?i)\b(\d{1,2})(?:[:.h](\d\d))?\s*(a\.?m\.?|p\.?m\.?)(?:[ ,]|$)|\b(\d{1,2})[:.h](\d\d)\b|\b(\d\d)(\d\d)\s*(?:uhr|hrs?|hours|gmt|utc|z\b|[ecmp][sd]t|me[s]?z|cest|cet|bst)|\b(\d{1,2})\s*(?:uhr|h)\b|\b(noon|midnight|mitternacht|minuit|midi)\b`)
	bareClock = regexp.MustCompile(`^\W*(\d\d)(\d\d)\W*$`)
	dateWord  = regexp.MustCompile(`(?i)\b(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b|\b(\d{1,2})(?:\.|er|st|nd|rd|th)? ?(?:de )?(\p{L}{3,10})\.?(?: (?:de )?(\d{4}))?|\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)?|\b(\d{4})-(\d\d)-(\d\d)\b`)
	zoneWord  = regexp.MustCompile(`(?i)(?:\d|m\.?|uhr) ?\(?(GMT|UTC|Z|MESZ|MEZ|CEST|CET|BST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|AST|ADT|NST|NDT|AEST|AEDT|NZST|NZDT|IST|JST|HKT|SGT|MSK)\b`)
)

// InText finds a time and a date in a sentence, such as "until Friday 6 p.m. CET":
// what the sentence leaves out is completed by base, the time of its message. False
// where it says no time, or needs base and there is none.
func InText(text string, zone *time.Location, base time.Time) (time.Time, bool) {
	if t, ok := Stamp(strings.Trim(text, " .)!"), zone, base); ok {
		return t, true
	}
	if m := zoneWord.FindStringSubmatch(text); m != nil {
		zone, _ = Zone(m[1])
	}
	hour, minute, hasTime := clock(text)
	if t, ok := dated(text, hour, minute, base, zone); ok {
		return t, true
	}
	if base.IsZero() {
		return time.Time{}, false
	}
	b := base.In(zone)
	t := time.Date(b.Year(), b.Month(), b.Day(), hour, minute, 0, 0, zone)
	if day, ok := weekday(text); ok {
		return t.AddDate(0, 0, (int(day)-int(b.Weekday())+7)%7), true
	}
	if hasTime && t.Before(base) {
		t = t.AddDate(0, 0, 1)
	}
	return t, hasTime
}

// clock reads the time of the day: 0:00 where none is said.
func clock(text string) (hour, minute int, ok bool) {
	if m := bareClock.FindStringSubmatch(text); m != nil {
		text = m[1] + ":" + m[2]
	}
	m := clockWord.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, false
	}
	switch {
	case m[1] != "":
		hour, minute = number(m[1])%12, max(0, number(m[2]))
		if m[3][0]|0x20 == 'p' {
			hour += 12
		}
	case m[4] != "":
		hour, minute = number(m[4]), number(m[5])
	case m[6] != "":
		hour, minute = number(m[6]), number(m[7])
	case m[8] != "":
		hour = number(m[8])
	case strings.EqualFold(m[9], "noon"), strings.EqualFold(m[9], "midi"):
		hour = 12
	}
	if hour == 24 {
		hour = 0
	}
	return hour, minute, hour < 24 && minute < 60
}

func dated(text string, hour, minute int, base time.Time, zone *time.Location) (time.Time, bool) {
	for _, m := range dateWord.FindAllStringSubmatch(text, 8) {
		year, month, day := m[3], Month(m[1]), number(m[2])
		switch {
		case m[4] != "":
			year, month, day = m[6], Month(m[5]), number(m[4])
		case m[7] != "":
			year, month, day = m[9], time.Month(number(m[8])), number(m[7])
		case m[10] != "":
			year, month, day = m[10], time.Month(number(m[11])), number(m[12])
		}
		if month < 1 || month > 12 || day < 1 || day > 31 {
			continue
		}
		return nearest(yearOf(year), month, day, hour, minute, zone, base)
	}
	return time.Time{}, false
}

func weekday(text string) (time.Weekday, bool) {
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "sunday", "sun", "sonntag", "dimanche", "domingo":
			return time.Sunday, true
		case "monday", "mon", "montag", "lundi", "lunes":
			return time.Monday, true
		case "tuesday", "tue", "tues", "dienstag", "mardi", "martes":
			return time.Tuesday, true
		case "wednesday", "wed", "mittwoch", "mercredi", "miércoles":
			return time.Wednesday, true
		case "thursday", "thu", "thur", "thurs", "donnerstag", "jeudi", "jueves":
			return time.Thursday, true
		case "friday", "fri", "freitag", "vendredi", "viernes":
			return time.Friday, true
		case "saturday", "sat", "samstag", "sonnabend", "samedi", "sábado":
			return time.Saturday, true
		}
	}
	return 0, false
}
