package date

import (
	"strings"
	"time"
)

// Month reads a month's name, or how it begins, in the languages that agencies write;
// 0 for any other word.
func Month(word string) time.Month {
	r := []rune(strings.ToLower(strings.TrimRight(word, ".")))
	if len(r) < 3 || len(r) > 13 {
		return 0
	}
	if len(r) > 3 && string(r[:4]) == "juil" {
		return time.July
	}
	if len(r) > 3 && (string(r[:4]) == "ιουν" || string(r[:4]) == "ιούν") {
		return time.June
	}
	if len(r) > 3 && (string(r[:4]) == "ιουλ" || string(r[:4]) == "ιούλ") {
		return time.July
	}
	switch string(r[:3]) {
	case "jan", "jän", "ene", "gen", "янв", "sty", "ιαν":
		return time.January
	case "feb", "fév", "fev", "фев", "lut", "φεβ":
		return time.February
	case "mar", "mär", "mrz", "mae", "mrt", "maa", "мар", "már", "μάρ", "μαρ":
		return time.March
	case "apr", "abr", "avr", "апр", "kwi", "ápr", "απρ":
		return time.April
	case "may", "mai", "maj", "mei", "mag", "мая", "май", "máj", "μάι", "μαι", "μαϊ":
		return time.May
	case "jun", "jui", "giu", "июн", "cze", "jún":
		return time.June
	case "jul", "lug", "июл", "lip", "júl":
		return time.July
	case "aug", "ago", "aoû", "aou", "авг", "sie", "αύγ", "αυγ":
		return time.August
	case "sep", "set", "сен", "wrz", "sze", "σεπ":
		return time.September
	case "oct", "okt", "ott", "out", "окт", "paź", "οκτ":
		return time.October
	case "nov", "ноя", "νοέ", "νοε":
		return time.November
	case "dec", "dez", "déc", "dic", "des", "дек", "gru", "δεκ":
		return time.December
	}
	return 0
}
