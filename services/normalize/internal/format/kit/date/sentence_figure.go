package date

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	ordinalFigure = regexp.MustCompile(`^\d\d?\.$|^\d\d?\.\d\d?\.$`)
	slashed       = regexp.MustCompile(`\b\d\d?[/-]\d\d?[/-](?:\d{4}|\d\d)\b`)
	yearFirst     = regexp.MustCompile(`^\d{4}[-/.]\d\d?[-/.]\d\d?\.?$|^(?:19|20)\d{6}$`)
	isoMoment     = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt]\d\d:?\d\d`)
	dayMonthYear  = regexp.MustCompile(`^(\d\d?)([./-])(\d\d?)[./-](\d{4}|\d\d)$`)
	dayMonthOnly  = regexp.MustCompile(`^(\d\d?)\.(\d\d?)\.$`)
	fourFigures   = regexp.MustCompile(`^(\d\d)(\d\d)$`)
	oneOrTwo      = regexp.MustCompile(`^\d\d?$`)
	hourLetter    = regexp.MustCompile(`(?i)^(\d\d?)(?:h|uhr|u)$`)
	fourWithUnit  = regexp.MustCompile(`(?i)^(\d\d)(\d\d)(h|hrs|uhr|am|pm|z|[a-z]{2,4})$`)
)

// figure reads a word with figures; false where it can't be told what it says.
func (s *moment) figure(word string) bool {
	switch {
	case isoMoment.MatchString(word):
		return s.whole(word)
	case yearFirst.MatchString(word):
		return s.date(strings.TrimRight(word, "."))
	case dayMonthYear.MatchString(word):
		return s.threeFigures(dayMonthYear.FindStringSubmatch(word))
	case dayMonthOnly.MatchString(word):
		return s.twoFigures(dayMonthOnly.FindStringSubmatch(word))
	case fourFigures.MatchString(word):
		return s.four(fourFigures.FindStringSubmatch(word))
	case fourWithUnit.MatchString(word):
		return s.fourAnd(fourWithUnit.FindStringSubmatch(word))
	case hourLetter.MatchString(word):
		return s.setClock(number(hourLetter.FindStringSubmatch(word)[1]), 0, 0, "")
	case ordinalFigure.MatchString(word) && s.day != 0 && s.month == 0 && ordinalFigure.MatchString(s.around(-1)):
		s.month = time.Month(number(strings.TrimSuffix(word, "."))) // "10. 7. 2025"
		return s.month >= 1 && s.month <= 12
	case oneOrTwo.MatchString(word):
		return s.small(word)
	case strings.HasPrefix(word, "'") || strings.HasPrefix(word, "’"):
		return s.setYear(word[1:])
	case offsetSyntax.MatchString(strings.ToUpper(word)):
		return s.parts.offset(strings.ToUpper(word))
	default:
		return s.digits(word) // clocks, days with an ending, 08-Jul-2025
	}
}

// whole is a date with its time in one word.
func (s *moment) whole(word string) bool {
	t, err := Parse(word, s.zone)
	if err != nil || s.day != 0 || s.hasClock {
		return false
	}
	s.said = t.Location()
	s.year, s.month, s.day = t.Date()
	return s.setClock(t.Hour(), t.Minute(), t.Second(), "")
}

func (s *moment) date(word string) bool {
	t, err := Parse(word, time.UTC)
	if err != nil || s.day != 0 {
		return false
	}
	s.year, s.month, s.day = t.Date()
	return true
}

// threeFigures is a date in figures: with full stops the day is first everywhere, with
// another sign only where one order alone makes a date.
func (s *moment) threeFigures(m []string) bool {
	a, b := number(m[1]), number(m[3])
	if m[2] != "." && a != b && a <= 12 && b <= 12 || s.day != 0 {
		return false
	}
	if m[2] != "." && b > 12 {
		a, b = b, a
	}
	s.day, s.month, s.year = a, time.Month(b), yearOf(m[4])
	return a >= 1 && a <= 31 && b >= 1 && b <= 12
}

// twoFigures is "9.7.", a day, unless a word for hours follows.
func (s *moment) twoFigures(m []string) bool {
	if hourWord(s.around(1)) || s.day != 0 {
		return s.setClock(number(m[1]), number(m[2]), 0, "")
	}
	s.day, s.month = number(m[1]), time.Month(number(m[2]))
	return s.day >= 1 && s.day <= 31 && s.month >= 1 && s.month <= 12
}

// four is a time or a year: "2230", "2025". What could be both is what is still missing.
func (s *moment) four(m []string) bool {
	hour, minute := number(m[1]), number(m[2])
	isTime := hour <= 24 && minute < 60
	year := number(m[0])
	isYear := year >= s.base.Year()-1 && year <= s.base.Year()+20 || s.base.IsZero() && year >= 1990 && year < 2100
	switch next := s.around(1); {
	case isTime && !s.hasClock && (hourWord(next) || isZoneWord(s.at+1, s.words)):
		return s.setClock(hour, minute, 0, "")
	case isYear && s.year == 0 && (s.day != 0 || s.hasClock):
		s.year = year
		return true
	case isTime && !s.hasClock && !isYear && !slices.ContainsFunc(s.words, clockSyntax.MatchString):
		return s.setClock(hour, minute, 0, "")
	}
	return false
}

// fourAnd is "1000GMT", "2230hrs".
func (s *moment) fourAnd(m []string) bool {
	unit := strings.ToLower(m[3])
	if !hourWord(unit) {
		switch zone, ok := Zone(m[3]); {
		case unit == "am" || unit == "pm":
			s.half = unit
		case !ok:
			return false
		default:
			s.said = zone
		}
	}
	return s.setClock(number(m[1]), number(m[2]), 0, "")
}

// small is an hour beside a word for hours or before a zone, else a day of the month, or
// the year behind one.
func (s *moment) small(word string) bool {
	n, next, before := number(word), s.around(1), s.around(-1)
	isHour := hourWord(next) || isZoneWord(s.at+1, s.words) || beforeHour(before) && Month(next) == 0 && !ofMonth(next)
	switch {
	case isHour:
		return s.setClock(n, 0, 0, "")
	case s.day == 0:
		return s.setDay(word)
	case s.year == 0 && len(word) == 2 && n+2000 >= s.base.Year()-1 && n+2000 <= s.base.Year()+20:
		s.year = 2000 + n
		return true
	}
	return false
}

func ofMonth(word string) bool { return word == "de" || word == "of" }

func isZoneWord(at int, words []string) bool {
	if at >= len(words) || words[at] != strings.ToUpper(words[at]) {
		return false
	}
	_, ok := Zone(words[at])
	return ok
}

// hourWord says that a word stands behind an hour.
func hourWord(word string) bool {
	switch word {
	case "uhr", "h", "hr", "hrs", "hours", "uur", "heures", "horas", "o'clock", "klokken":
		return true
	}
	return false
}

// beforeHour says that a word stands before an hour.
func beforeHour(word string) bool {
	switch word {
	case "ore", "alle", "las", "às", "as", "kl", "kl.", "klo", "klokken", "at", "um", "om", "à", "godz", "h", "ore:":
		return true
	}
	return false
}
