package date

import (
	"strings"
	"time"
)

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
