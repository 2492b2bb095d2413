package date

import (
	"regexp"
	"strings"
	"time"
)

var (
	comment   = regexp.MustCompile(`\(([^()]*)\)`)
	bracketed = regexp.MustCompile(`\[!?(?:([A-Za-z][A-Za-z0-9_+/-]{1,40})|u-ca=\w+)\]`)
	zoneID    = regexp.MustCompile(`^[A-Z][A-Za-z_]{1,20}(?:/[A-Za-z][A-Za-z0-9_+-]{1,30}){1,2}$`)
	monthName = regexp.MustCompile(`^(\pL{3,12})\.?$`)
	dayMonth  = regexp.MustCompile(`^(\pL{3,12})\.?[-/](\d\d?)[-/](\d{4})$`)
)

// takeComment drops comments (RFC 5322, 3.2.2); one that names a zone counts where the
// text says none.
func (p *parts) takeComment(text string) string {
	return comment.ReplaceAllStringFunc(text, func(c string) string {
		if zone, ok := named(strings.Trim(c, "() ")); ok {
			p.zone = zone
		}
		return " "
	})
}

// takeZoneID takes a zone in brackets (RFC 9557) off: an offset before it counts more.
func (p *parts) takeZoneID(text string) string {
	text = bracketed.ReplaceAllStringFunc(text, func(b string) string {
		if zone, ok := named(strings.Trim(b, "[!]")); ok {
			p.zone = zone
		}
		return " "
	})
	return strings.TrimSpace(text)
}

// name takes a word of letters: a month, a day of the week, half of a day, a zone, or a
// word that stands between them.
func (p *parts) name(word string) bool {
	lower := strings.ToLower(word)
	if m := dayMonth.FindStringSubmatch(word); m != nil { // Jul-08-2025
		p.months = append(p.months, m[1])
		return p.setDay(m[2]) && p.setYear(m[3])
	}
	switch lower {
	case "am", "pm":
		p.half = lower
		return true
	case "오전", "上午", "午前":
		p.half = "am"
		return true
	case "오후", "下午", "午後":
		p.half = "pm"
		return true
	}
	if rest, ok := strings.CutPrefix(word, "T"); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return p.digits(rest)
	}
	if offsetSyntax.MatchString(strings.ToUpper(word)) {
		return p.offset(strings.ToUpper(word))
	}
	if zone, ok := named(word); ok && (p.hasClock || p.year != 0 && len(p.months) > 0) {
		if p.said == nil { // "+0200 CEST"
			p.said = zone
		}
		return true
	}
	if between(lower) {
		return true
	}
	if monthName.MatchString(word) && Month(word) != 0 {
		p.months = append(p.months, strings.TrimSuffix(word, "."))
		return true
	}
	return weekdayWord(word)
}

// named is the zone of an abbreviation or an id.
func named(name string) (*time.Location, bool) {
	if zone, ok := Zone(name); ok {
		return zone, true
	}
	if !zoneID.MatchString(name) {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// between are words that stand between the parts of a date.
func between(word string) bool {
	switch word {
	case "at", "on", "the", "of", "de", "del", "um", "uhr", "den", "der", "à", "a", "le", "el", "kl", "kl.", "klo", "om", "uur", "alle", "ore", "às", "las", "o'clock", "h", "hrs", "hours", "die", "am.", "vom", "г.", "г", "в", "о", "год", "time", "local", "d", "r.", "godz.":
		return true
	}
	return false
}

// weekdayWord reports whether a word names a day of the week, whole or abbreviated, in
// the languages that agencies write.
func weekdayWord(word string) bool {
	word = strings.TrimRight(strings.ToLower(word), ".")
	if head, _, ok := strings.Cut(word, "-"); ok { // terça-feira
		word = head
	}
	if len([]rune(word)) < 2 {
		return false
	}
	for _, day := range weekdays {
		if word == day || len([]rune(word)) <= 4 && strings.HasPrefix(day, word) {
			return true
		}
	}
	return false
}

var weekdays = strings.Fields(`monday tuesday wednesday thursday friday saturday sunday tues thur thurs
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles miercoles jueves viernes sábado sabado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda terça terca quarta quinta sexta
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag
maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
poniedziałek wtorek środa czwartek piątek sobota niedziela pt pon wt śr czw sob ndz nd
понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή δευ τρι τετ πεμ παρ σαβ κυρ
hétfő kedd szerda csütörtök péntek szombat vasárnap
月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 星期一 星期二 星期三 星期四 星期五 星期六 星期日`)
