package date

import (
	"regexp"
	"time"
)

// ISO 8601 in its extended and its basic form, and what is written in its order: with a
// space for the T, slashes or full stops, without seconds, time or zone; Exif's
// colons; years and months alone; days of the year and of the week.
var (
	isoDate    = regexp.MustCompile(`^(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|\.(\d\d?)\.(\d\d?)\.?|:(\d\d):(\d\d)|(\d\d)(\d\d)|年(\d\d?)月(\d\d?)日|년 ?(\d\d?)월 ?(\d\d?)일)(?:[Tt_]|[ ,-]+|$|\b|([^\d]))`)
	isoMonth   = regexp.MustCompile(`^(\d{4})(?:-(\d\d))?$`)
	isoDay     = regexp.MustCompile(`^(\d{4})-?(\d{3})(?:[Tt ]|$)`)
	isoWeek    = regexp.MustCompile(`^(\d{4})-?[Ww](\d\d)(?:-?([1-7]))?(?:[Tt ]|$)`)
	digitsOnly = regexp.MustCompile(`^(\d{8})(\d{4}|\d{6})(Z|[+-]\d{4})?$`)
	isoClock   = regexp.MustCompile(`^(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d{1,9})\d*)?)?(?: ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$`)
)

// iso takes a date in the order of ISO 8601 off the text, with the basic form of a time
// behind it.
func (p *parts) iso(text string) (rest string) {
	text = digitsOnly.ReplaceAllString(text, "${1}T$2$3")
	switch {
	case isoMonth.MatchString(text):
		m := isoMonth.FindStringSubmatch(text)
		p.year, p.month, p.day = number(m[1]), 1, 1
		if m[2] != "" {
			p.month = time.Month(number(m[2]))
		}
		return ""
	case isoWeek.MatchString(text):
		m := isoWeek.FindStringSubmatch(text)
		p.week(number(m[1]), number(m[2]), max(1, number(m[3])))
		return p.basicClock(text[len(m[0]):])
	case isoDay.MatchString(text):
		m := isoDay.FindStringSubmatch(text)
		if p.year, p.month, p.day = number(m[1]), 1, number(m[2]); p.day > 366 || p.day < 1 {
			p.wrong = true
		} else {
			t := time.Date(p.year, 1, p.day, 0, 0, 0, 0, time.UTC)
			p.wrong = t.Year() != p.year
			p.month, p.day = t.Month(), t.Day()
		}
		return p.basicClock(text[len(m[0]):])
	}
	m := isoDate.FindStringSubmatchIndex(text)
	if m == nil {
		return text
	}
	p.year = number(text[m[2]:m[3]])
	for i := 4; i+3 < len(m)-2; i += 4 {
		if m[i] >= 0 {
			p.month, p.day = time.Month(number(text[m[i]:m[i+1]])), number(text[m[i+2]:m[i+3]])
		}
	}
	end := m[1]
	if last := len(m) - 2; m[last] >= 0 {
		end = m[last]
	}
	return p.basicClock(text[end:])
}

// basicClock takes a time without colons, as it stands behind a date only.
func (p *parts) basicClock(rest string) string {
	m := isoClock.FindStringSubmatch(rest)
	if m == nil {
		return rest
	}
	p.setClock(number(m[1]), number(m[2]), max(0, number(m[3])), m[4])
	switch {
	case m[5] == "":
	case m[5][0] != '+' && m[5][0] != '-':
		p.said = time.UTC
	default:
		p.offset(m[5])
	}
	return ""
}

// week sets the day of a week (ISO 8601, 5.2.3): week 1 holds January 4.
func (p *parts) week(year, week, day int) {
	jan4 := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := jan4.AddDate(0, 0, -(int(jan4.Weekday())+6)%7)
	t := monday.AddDate(0, 0, (week-1)*7+day-1)
	p.wrong = p.wrong || week < 1 || week > 53
	p.year, p.month, p.day = t.Year(), t.Month(), t.Day()
}
