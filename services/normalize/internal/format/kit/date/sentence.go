package date

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// InText finds the moment that a sentence names, such as "until Friday 6 p.m. CET" or
// "bis 9. Juli 2025, 12 Uhr": what the sentence leaves out is completed by base, the time
// of its message. False where it names no moment, needs base and there is none, or has a
// figure that can't be told: an embargo must never end early because half of its time
// was read.
func InText(text string, zone *time.Location, base time.Time) (time.Time, bool) {
	text = plain(text)
	if !slashed.MatchString(text) {
		if t, ok := Stamp(strings.Trim(text, " .)!"), zone, base); ok {
			return t, recent(t, base)
		}
	}
	s := moment{parts: parts{zone: zone}, words: sentenceWords(text), base: base}
	for s.at = 0; s.at < len(s.words); s.at++ {
		if !s.next() && !s.complete() {
			return time.Time{}, false
		}
	}
	return s.when()
}

// moment is what has been read of a sentence.
type moment struct {
	parts
	words   []string
	at      int
	base    time.Time
	weekday time.Weekday
	onDay   bool // a day of the week was named
	offset  int  // days from base: today 0, tomorrow 1
	fromNow bool
	isNight bool // midnight
}

// sentenceWords parts a sentence, without the signs around its words; a full stop stays
// where it makes a figure an ordinal.
func sentenceWords(text string) []string {
	text = brackets.Replace(text)
	out := words(text)
	for i, w := range out {
		w = strings.Trim(w, `"'“”„!?*=#`)
		if bare := strings.TrimRight(w, ".:"); bare != w && (bare == "" || !ordinalFigure.MatchString(w)) {
			w = bare
		}
		out[i] = w
	}
	return dropEmpty(out)
}

var brackets = strings.NewReplacer("(", " ", ")", " ", "[", " ", "]", " ")

func dropEmpty(words []string) []string {
	out := words[:0]
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// complete reports whether day and time are known: what follows is of no account.
func (s *moment) complete() bool {
	return s.hasClock && (s.day != 0 && (s.month != 0 || len(s.months) > 0) || s.onDay || s.fromNow)
}

// next reads one word; false for a figure that can't be told.
func (s *moment) next() bool {
	word := s.words[s.at]
	if hasDigit(word) {
		return s.figure(word)
	}
	s.letters(word)
	return true
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// around gives the word so many places further, in lower case.
func (s *moment) around(step int) string {
	if i := s.at + step; i >= 0 && i < len(s.words) {
		return strings.ToLower(s.words[i])
	}
	return ""
}

// letters reads a word without figures; most say nothing.
func (s *moment) letters(word string) {
	lower := strings.ToLower(word)
	switch lower {
	case "am", "pm":
		if s.hasClock && s.half == "" && s.around(-1) != "" && hasDigit(s.around(-1)) {
			s.half = lower
		}
		return
	case "noon", "midday", "mittag", "midi", "mediodía", "mezzogiorno", "middag":
		s.setClock(12, 0, 0, "")
		return
	case "midnight", "mitternacht", "minuit", "medianoche", "mezzanotte", "middernacht":
		s.isNight = s.setClock(0, 0, 0, "")
		return
	case "today", "tonight", "heute", "aujourd'hui", "hoy", "oggi", "vandaag":
		s.fromNow = true
		return
	case "tomorrow", "demain", "mañana", "domani":
		s.fromNow, s.offset = true, 1
		return
	}
	if day, ok := weekday(lower); ok {
		s.weekday, s.onDay = day, true
		return
	}
	if s.isZone(word) {
		if zone, ok := named(strings.ToUpper(word)); ok && s.said == nil {
			s.said = zone
		}
		return
	}
	if zone, ok := cityTime(lower, s.around(1)); ok && s.said == nil {
		s.said = zone
		return
	}
	if Month(word) != 0 && s.besideDay() {
		s.months = append(s.months, word)
	}
}

// isZone says that a word is the zone of the time before it: in capitals, since some are
// words of a language too.
func (s *moment) isZone(word string) bool {
	if word != strings.ToUpper(word) && !strings.EqualFold(word, "gmt") && !strings.EqualFold(word, "utc") {
		return false
	}
	if _, ok := named(strings.ToUpper(word)); !ok {
		return false
	}
	before := s.around(-1)
	return hasDigit(before) || hourWord(before) || before == "am" || before == "pm" || before == "noon" || before == "midnight"
}

// besideDay says that a day of the month stands next to this word.
func (s *moment) besideDay() bool {
	if daySyntax.MatchString(s.around(1)) {
		return true
	}
	before := s.around(-1)
	for step := -2; before == "de" || before == "of" || before == "del" || before == "di"; step-- {
		before = s.around(step)
	}
	return daySyntax.MatchString(before)
}

// cityTime reads "London time" and the like.
func cityTime(word, next string) (*time.Location, bool) {
	if next != "time" && next != "local" {
		return nil, false
	}
	var id string
	switch word {
	case "london", "british", "uk":
		id = "Europe/London"
	case "paris", "berlin", "brussels", "madrid", "rome", "geneva", "zurich", "vienna", "amsterdam":
		id = "Europe/Paris"
	case "eastern", "york", "washington":
		id = "America/New_York"
	case "central", "chicago":
		id = "America/Chicago"
	case "mountain", "denver":
		id = "America/Denver"
	case "pacific", "angeles":
		id = "America/Los_Angeles"
	case "moscow":
		id = "Europe/Moscow"
	case "tokyo", "japan":
		id = "Asia/Tokyo"
	case "delhi", "india", "indian":
		id = "Asia/Kolkata"
	case "beijing", "china":
		id = "Asia/Shanghai"
	case "sydney":
		id = "Australia/Sydney"
	default:
		return nil, false
	}
	zone, err := time.LoadLocation(id)
	return zone, err == nil
}

// when completes what was read.
func (s *moment) when() (time.Time, bool) {
	zone := s.zone
	if s.said != nil {
		zone = s.said
	}
	if s.month == 0 {
		s.month = s.monthOf()
	}
	if s.ambiguous || s.wrong || !s.clock() || s.day > 31 || s.month > 12 {
		return time.Time{}, false
	}
	if s.day != 0 {
		if s.month == 0 && (s.year != 0 || !s.hasClock) {
			return time.Time{}, false // "5 minutes": a figure is no day of the month by itself
		}
		t, ok := nearest(s.year, s.month, s.day, s.hour%24, s.minute, zone, s.base)
		return t.AddDate(0, 0, s.hour/24), ok && recent(t, s.base)
	}
	if s.base.IsZero() || s.year != 0 || s.month != 0 {
		return time.Time{}, false
	}
	return s.fromBase(zone)
}

// fromBase counts from the day of the message.
func (s *moment) fromBase(zone *time.Location) (time.Time, bool) {
	b := s.base.In(zone)
	t := time.Date(b.Year(), b.Month(), b.Day(), s.hour, s.minute, 0, 0, zone)
	switch {
	case s.onDay:
		t = t.AddDate(0, 0, (int(s.weekday)-int(b.Weekday())+7)%7)
	case s.fromNow:
		t = t.AddDate(0, 0, s.offset)
	}
	// midnight ends a day as often as it begins one
	if t.Before(s.base) && (s.isNight || !s.onDay && !s.fromNow) {
		t = t.AddDate(0, 0, 1)
	}
	return t, s.hasClock || s.onDay || s.offset > 0
}

// recent refuses a year that no message of base's time speaks of: a figure was taken for
// a year.
func recent(t, base time.Time) bool {
	return base.IsZero() || t.Year() >= base.Year()-1 && t.Year() <= base.Year()+20
}

func weekday(word string) (time.Weekday, bool) {
	if r, size := utf8.DecodeRuneInString(word); size == 0 || !unicode.IsLetter(r) {
		return 0, false
	}
	switch word {
	case "sunday", "sun", "sonntag", "dimanche", "domingo", "domenica", "zondag", "søndag", "söndag", "niedziela":
		return time.Sunday, true
	case "monday", "mon", "montag", "lundi", "lunes", "lunedì", "maandag", "mandag", "måndag", "segunda-feira", "poniedziałek":
		return time.Monday, true
	case "tuesday", "tue", "tues", "dienstag", "mardi", "martes", "martedì", "dinsdag", "tirsdag", "tisdag", "terça-feira", "wtorek":
		return time.Tuesday, true
	case "wednesday", "wed", "mittwoch", "mercredi", "miércoles", "mercoledì", "woensdag", "onsdag", "quarta-feira", "środa":
		return time.Wednesday, true
	case "thursday", "thu", "thur", "thurs", "donnerstag", "jeudi", "jueves", "giovedì", "donderdag", "torsdag", "quinta-feira", "czwartek":
		return time.Thursday, true
	case "friday", "fri", "freitag", "vendredi", "viernes", "venerdì", "vrijdag", "fredag", "sexta-feira", "piątek":
		return time.Friday, true
	case "saturday", "sat", "samstag", "sonnabend", "samedi", "sábado", "sabato", "zaterdag", "lørdag", "lördag", "sobota":
		return time.Saturday, true
	}
	return 0, false
}
