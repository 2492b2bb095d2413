package date

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// parts are the parts of a date as they are found.
type parts struct {
	year, day            int
	month                time.Month
	months               []string // words that may name the month
	hour, minute, second int
	nanos                int64
	hasClock             bool
	half                 string         // am or pm
	said                 *time.Location // by the text
	zone                 *time.Location // where the text says none
	ambiguous, wrong     bool
}

var (
	clockSyntax  = regexp.MustCompile(`(?i)^(\d\d?)[:.h](\d\d)(?:[:.](\d\d)(?:[.,:](\d{1,9})\d*)?)?(am|pm|a|p)?(z|[+-]\d\d?:?\d?\d?z?)?$`)
	shortClock   = regexp.MustCompile(`^(\d\d?):(\d\d?):(\d\d?)$`)
	hourSyntax   = regexp.MustCompile(`(?i)^(\d\d?)(am|pm)$`)
	asianClock   = regexp.MustCompile(`^(\d\d?)[時时시](?:(\d\d?)[分분])?(?:(\d\d?)[秒초])?$`)
	offsetSyntax = regexp.MustCompile(`^(?:UTC?|GMT|Z)?([+-])(\d\d?):?(\d\d)?(?::?\d\d)?$`)
	daySyntax    = regexp.MustCompile(`(?i)^(\d\d?)(?:st|nd|rd|th|er|º|ª|\.)?$`)
	hyphenated   = regexp.MustCompile(`^(\d\d?|\d{4})[-./ ](\pL{3,12})\.?[-./ ](\d{4}|\d\d?)(?:T|$)`)
)

// words parts a text at blanks and commas; a.m. and p.m. are one word of two letters.
func words(text string) []string {
	text = afterClock.ReplaceAllString(halves.Replace(text), "$1$2")
	text = commaFraction.ReplaceAllString(text, "$1.$2$3")
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '|' })
}

// afterClock is a half of the day set off from its hour.
var afterClock = regexp.MustCompile(`(?i)(\b\d\d?|:\d\d) (am|pm)\b`)

// commaFraction is a fraction of a second behind ISO 8601's comma, which also parts words.
var commaFraction = regexp.MustCompile(`(\d\d:\d\d:\d\d),(\d{1,9}) ?((?i:z|utc|gmt)|[+-]\d|$)`)

var halves = strings.NewReplacer("a.m.", "am", "p.m.", "pm", "A.M.", "am", "P.M.", "pm", "a. m.", "am", "p. m.", "pm", "A.M", "am", "P.M", "pm", "a.m", "am", "p.m", "pm")

// take sorts one word by what it looks like; false for one that says nothing that a
// date says.
func (p *parts) take(word string) bool {
	first := word[0]
	switch {
	case word == "-" || word == "@" || word == "/":
		return true
	case first == '+' || first == '-':
		return p.offset(word)
	case first >= '0' && first <= '9':
		return p.digits(word)
	default:
		return p.name(word)
	}
}

func (p *parts) digits(word string) bool {
	if m := hyphenated.FindStringSubmatch(word); m != nil { // 08-Jul-2025
		p.months = append(p.months, m[2])
		a, b := m[1], m[3]
		if len(a) == 4 {
			a, b = b, a
		}
		rest := strings.TrimPrefix(word[len(m[0]):], "T")
		return p.setDay(a) && p.setYear(b) && (rest == "" || p.take(rest))
	}
	if m := hourSyntax.FindStringSubmatch(word); m != nil {
		p.half = strings.ToLower(m[2])
		return p.setClock(number(m[1]), 0, 0, "")
	}
	if m := asianClock.FindStringSubmatch(word); m != nil {
		if m[2] == "" && p.hasClock {
			return false
		}
		return p.setClock(number(m[1]), max(0, number(m[2])), max(0, number(m[3])), "")
	}
	if m := clockSyntax.FindStringSubmatch(word); m != nil && !p.hasClock {
		if m[5] != "" {
			p.half = strings.ToLower(m[5][:1]) + "m"
		}
		switch zone := m[6]; {
		case zone == "":
		case zone == "z" || zone == "Z":
			p.said = time.UTC
		case !p.offset(zone):
			return false
		}
		return p.setClock(number(m[1]), number(m[2]), max(0, number(m[3])), m[4])
	}
	if m := shortClock.FindStringSubmatch(word); m != nil {
		return p.setClock(number(m[1]), number(m[2]), number(m[3]), "")
	}
	if m := daySyntax.FindStringSubmatch(word); m != nil && p.day == 0 && number(m[1]) <= 31 {
		return p.setDay(m[1])
	}
	return p.setYear(strings.TrimSuffix(word, "."))
}

func (p *parts) setDay(digits string) bool {
	if p.day != 0 {
		return false
	}
	p.day = number(digits)
	return p.day >= 1 && p.day <= 31
}

func (p *parts) setYear(digits string) bool {
	if p.year != 0 || len(digits) != 2 && len(digits) != 4 || number(digits) < 0 {
		return false
	}
	p.year = yearOf(digits)
	return true
}

func (p *parts) setClock(hour, minute, second int, fraction string) bool {
	if p.hasClock {
		return false
	}
	p.hour, p.minute, p.second, p.nanos, p.hasClock = hour, minute, second, nanoseconds(fraction), true
	return true
}

// offset reads "+02:00", "+0200", "+2:00", "+02" and "GMT+2"; the first one counts.
func (p *parts) offset(word string) bool {
	m := offsetSyntax.FindStringSubmatch(strings.TrimRight(word, "zZ"))
	if m == nil {
		return false
	}
	hours, minutes := number(m[2]), max(0, number(m[3]))
	if hours > 18 || minutes > 59 {
		return false
	}
	seconds := (hours*60 + minutes) * 60
	if m[1] == "-" {
		seconds = -seconds
	}
	p.said = time.UTC
	if seconds != 0 {
		p.said = time.FixedZone("", seconds)
	}
	return true
}

// time puts the parts together.
func (p *parts) time() (time.Time, error) {
	if p.month == 0 {
		p.month = p.monthOf()
	}
	if p.day == 0 && p.year != 0 && p.month != 0 && !p.hasClock {
		p.day = 1 // "Jul. 2025", as ISO 8601's months
	}
	switch {
	case p.ambiguous:
		return time.Time{}, ErrAmbiguous
	case p.wrong, p.year == 0, p.month < 1, p.month > 12, p.day < 1, p.day > 31, !p.clock():
		return time.Time{}, ErrUnreadable
	}
	zone := p.zone
	if p.said != nil {
		zone = p.said
	}
	if noon := time.Date(p.year, p.month, p.day, 12, 0, 0, 0, time.UTC); noon.Day() != p.day {
		return time.Time{}, ErrUnreadable
	}
	return time.Date(p.year, p.month, p.day, p.hour, p.minute, p.second, int(p.nanos), zone), nil
}

// clock checks the time of the day: 24:00 is the end of it, second 60 a leap second.
func (p *parts) clock() bool {
	if p.half != "" {
		if p.hour > 12 || p.hour == 0 && p.half == "pm" {
			return p.hour < 24 && p.minute < 60 && p.second <= 60 && p.half == "pm" // 21:15 pm
		}
		p.hour %= 12
		if p.half == "pm" {
			p.hour += 12
		}
	}
	end := p.hour == 24 && p.minute == 0 && p.second == 0 && p.nanos == 0
	return (p.hour < 24 || end) && p.minute < 60 && p.second <= 60
}

// monthOf is the month that one word names: "mar" is a Tuesday too in some languages,
// and yields to another.
func (p *parts) monthOf() time.Month {
	var found time.Month
	for _, sure := range []bool{true, false} {
		for _, w := range p.months {
			if m := Month(w); m != 0 && sure == !weekdayWord(w) {
				if found != 0 && found != m {
					return 0
				}
				found = m
			}
		}
		if found != 0 {
			return found
		}
	}
	return 0
}

// numeric takes a date in figures without a name off the text: day, month and year in
// one order, or in any if only one makes a date.
func (p *parts) numeric(text string) string {
	m := numericSyntax.FindStringSubmatch(text)
	if m == nil {
		return p.monthInFigures(text)
	}
	a, b, c := number(m[2]), number(m[4]), m[5]
	day, month := a, b // with full stops the day is first everywhere
	dotted := m[3] == "."
	swapped := a <= 12 && b <= 12 && a != b
	switch {
	case !dotted && len(c) == 2 && (swapped || number(c) <= 31 && (a > 12 || b <= 12)):
		p.ambiguous = true // the year could be first
	case !dotted && swapped:
		p.ambiguous = true
	case !dotted && b > 12:
		day, month = b, a
	}
	p.day, p.month, p.year = day, time.Month(month), yearOf(c)
	return m[1] + " " + text[len(m[0]):]
}

// monthInFigures takes "Fri, 11 04 2025" off the text: the order of RFC 5322 with the
// month in figures, which the day of the week confirms.
func (p *parts) monthInFigures(text string) string {
	m := figuresSyntax.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	t := time.Date(number(m[4]), time.Month(number(m[3])), number(m[2]), 0, 0, 0, 0, time.UTC)
	if !strings.EqualFold(t.Weekday().String()[:3], m[1]) || t.Day() != number(m[2]) {
		return text
	}
	p.year, p.month, p.day = t.Date()
	return text[len(m[0]):]
}

var figuresSyntax = regexp.MustCompile(`^(\pL{3})\.?,? (\d\d?) (\d\d) (\d{4})(?: |$)`)

var numericSyntax = regexp.MustCompile(`^((?:\pL{2,12}\.?,? )?)(\d\d?)([./-])(\d\d?)[./-](\d{4}|\d\d)(?:[ T,]+|$)`)

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
