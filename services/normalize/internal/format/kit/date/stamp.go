package date

import (
	"regexp"
	"strings"
	"time"
)

// maxLine bounds a time stamp, in bytes.
const maxLine = 80

var (
	// IPTC 7901's day and time: "131137 GMT Nov 13", and less
	dayTime = regexp.MustCompile(`^(\d\d)(\d\d)[:.]?(\d\d)\s*([A-Za-z]{1,4})??\s*(?:(\p{L}{3,10})\.?|(\d\d))?\s*(\d{4}|\d\d)?\s*$`)
	// some agencies sign before it
	agencyFirst = regexp.MustCompile(`^\p{L}{2,6}[ -](\d{6}.*)$`)
	// ANPA 1312's: "11-13-13 1509GMT", "11-13 1509EST"
	usTime = regexp.MustCompile(`(\d\d?)[-/](\d\d?)(?:[-/](\d{4}|\d\d))?\s+(\d\d):?(\d\d)\s*([A-Za-z]{1,4})?`)
	// Kyodo's: "21:37-13-05-25", day before month
	timeDay = regexp.MustCompile(`^(?:\p{L}{2,8}[ -])?(\d\d):(\d\d)[- ](\d\d?)[-/](\d\d?)[-/](\d{4}|\d\d)\s*([A-Za-z]{1,4})?$`)
	// "13.11.2013 11:37", "13 Nov 2013 11:37 GMT", "13. November 2013, 11.37 Uhr"
	dateTime = regexp.MustCompile(`^(\d\d?)[. ]\s*(\d\d?|\p{L}{3,10})[. ]\s*(\d{4}|\d\d)?[,. ]+(\d\d)[:.h]?(\d\d)\s*(?:Uhr\s*)?([A-Za-z]{1,4})?$`)
	isoTime  = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):?(\d\d)(?::\d\d)?\s*([A-Za-z]{1,4})?$`)
)

// Stamp reads the time of a message as one of the teleprinter formats ends with
// it. Without a zone it is in the provider's; without a year, or a month, it is
// the one nearest to received. False where it can't be read, or needs received
// and there is none.
func Stamp(line string, zone *time.Location, received time.Time) (time.Time, bool) {
	line = strings.Trim(line, "=/*+ \t")
	if len(line) > maxLine {
		return time.Time{}, false
	}
	if m := agencyFirst.FindStringSubmatch(line); m != nil {
		line = m[1]
	}
	if m := dayTime.FindStringSubmatch(line); m != nil {
		month := m[5]
		if month == "" {
			month = m[6]
		}
		if _, ok := Zone(month); ok && m[4] == "" {
			m[4], month = month, ""
		}
		return stamp{m[1], month, m[7], m[2], m[3], m[4]}.at(zone, received)
	}
	if m := timeDay.FindStringSubmatch(line); m != nil {
		return stamp{m[3], m[4], m[5], m[1], m[2], m[6]}.at(zone, received)
	}
	if m := isoTime.FindStringSubmatch(line); m != nil {
		return stamp{m[3], m[2], m[1], m[4], m[5], m[6]}.at(zone, received)
	}
	if m := dateTime.FindStringSubmatch(line); m != nil {
		return stamp{m[1], m[2], m[3], m[4], m[5], m[6]}.at(zone, received)
	}
	if m := usTime.FindStringSubmatch(line); m != nil {
		return stamp{m[2], m[1], m[3], m[4], m[5], m[6]}.at(zone, received)
	}
	return time.Time{}, false
}

// stamp is a time as it was written; month and year may be missing.
type stamp struct{ day, month, year, hour, minute, zone string }

func (s stamp) at(zone *time.Location, received time.Time) (time.Time, bool) {
	if z, ok := Zone(s.zone); ok {
		zone = z
	}
	day, hour, minute := number(s.day), number(s.hour), number(s.minute)
	month := Month(s.month)
	if n := number(s.month); n > 0 {
		month = time.Month(n)
	}
	if hour == 24 && minute == 0 {
		hour, day = 0, day+1
	}
	if day < 1 || day > 32 || month < 0 || month > 12 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || s.month != "" && month == 0 {
		return time.Time{}, false
	}
	return nearest(yearOf(s.year), month, day, hour, minute, zone, received)
}

// nearest completes year and month, 0 where they are not said.
func nearest(year int, month time.Month, day, hour, minute int, zone *time.Location, received time.Time) (time.Time, bool) {
	if year > 0 && month > 0 {
		t := time.Date(year, month, day, hour, minute, 0, 0, zone)
		return t, t.Day() == day || hour == 0
	}
	if received.IsZero() {
		return time.Time{}, false
	}
	var best time.Time
	local := received.In(zone)
	for step := -1; step <= 1; step++ {
		y, m := local.Year()+step, month
		if month == 0 {
			y, m = local.Year(), local.Month()+time.Month(step)
		}
		t := time.Date(y, m, day, hour, minute, 0, 0, zone)
		if t.Day() == day && (best.IsZero() || t.Sub(received).Abs() < best.Sub(received).Abs()) {
			best = t
		}
	}
	return best, !best.IsZero()
}
