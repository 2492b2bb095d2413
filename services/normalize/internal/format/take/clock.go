package take

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// monthOf reads a month in the agencies' languages, as a word or its first three
// letters, 0 for none.
func monthOf(word string) time.Month { return Month(word) }

// Month reads a month's name, or how it begins, in the languages that agencies write;
// 0 for any other word.
func Month(word string) time.Month {
	r := []rune(strings.ToLower(strings.TrimRight(word, ".")))
	if len(r) < 3 || len(r) > 12 {
		return 0
	}
	if len(r) > 3 && string(r[:4]) == "juil" {
		return time.July
	}
	switch string(r[:3]) {
	case "jan", "jän", "ene", "gen", "янв", "sty":
		return time.January
	case "feb", "fév", "fev", "фев", "lut":
		return time.February
	case "mar", "mär", "mrz", "mae", "mrt", "maa", "мар":
		return time.March
	case "apr", "abr", "avr", "апр", "kwi":
		return time.April
	case "may", "mai", "maj", "mei", "mag", "мая", "май":
		return time.May
	case "jun", "jui", "giu", "июн", "cze":
		return time.June
	case "jul", "lug", "июл", "lip":
		return time.July
	case "aug", "ago", "aoû", "aou", "авг", "sie":
		return time.August
	case "sep", "set", "сен", "wrz":
		return time.September
	case "oct", "okt", "ott", "out", "окт", "paź":
		return time.October
	case "nov", "ноя":
		return time.November
	case "dec", "dez", "déc", "dic", "des", "дек", "gru":
		return time.December
	}
	return 0
}

// Zone reads a time zone's letters as agencies write them. False for others:
// then the provider's zone counts.
func Zone(name string) (*time.Location, bool) {
	minutes := 0
	switch strings.ToUpper(name) {
	case "GMT", "UTC", "Z", "UT", "WET", "TU", "WEZ":
	case "CET", "MEZ", "BST", "WEST", "HEC", "MET":
		minutes = 60
	case "CEST", "MESZ", "EET", "OEZ", "HEEC", "SAST":
		minutes = 120
	case "EEST", "MSK", "TRT":
		minutes = 180
	default:
		var ok bool
		if minutes, ok = farZone(strings.ToUpper(name)); !ok {
			return nil, false
		}
	}
	return time.FixedZone(strings.ToUpper(name), minutes*60), true
}

// farZone gives the minutes east of Greenwich of zones beyond Europe.
func farZone(name string) (int, bool) {
	switch name {
	case "NDT":
		return -150, true
	case "ADT", "BRT", "ART":
		return -180, true
	case "NST":
		return -210, true
	case "EDT", "AST":
		return -240, true
	case "EST", "CDT":
		return -300, true
	case "CST", "MDT":
		return -360, true
	case "MST", "PDT":
		return -420, true
	case "PST", "AKDT":
		return -480, true
	case "AKST":
		return -540, true
	case "HST":
		return -600, true
	default:
		return eastZone(name)
	}
}

func eastZone(name string) (int, bool) {
	switch name {
	case "PKT":
		return 300, true
	case "IST": // India's
		return 330, true
	case "HKT", "SGT", "AWST":
		return 480, true
	case "JST", "KST":
		return 540, true
	case "ACST":
		return 570, true
	case "AEST":
		return 600, true
	case "AEDT":
		return 660, true
	case "NZST":
		return 720, true
	case "NZDT":
		return 780, true
	default:
		return 0, false
	}
}

var (
	// IPTC 7901's day and time: "131137 GMT Nov 13", and less
	dayTime = regexp.MustCompile(`^(\d\d)(\d\d)[:.]?(\d\d)\s*([A-Za-z]{1,4})??\s*(?:(\p{L}{3,10})\.?|(\d\d))?\s*(\d{4}|\d\d)?\s*$`)
	// some agencies sign before it
	agencyFirst = regexp.MustCompile(`^\p{L}{2,6}[ -](\d{6}.*)$`)
	// ANPA 1312's: "11-13-13 1509GMT", "11-13 1509EST"
	usTime = regexp.MustCompile(`(\d\d?)[-/](\d\d?)(?:[-/](\d{4}|\d\d))?\s+(\d\d):?(\d\d)\s*([A-Za-z]{1,4})?`)
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
	month := monthOf(s.month)
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

// yearOf reads two digits as 1970 to 2069.
func yearOf(s string) int {
	n := number(s)
	switch {
	case n < 0 || s == "":
		return 0
	case len(s) > 2:
		return n
	case n < 70:
		return 2000 + n
	default:
		return 1900 + n
	}
}

// number is -1 for what is none.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
