package date

import (
	"strings"
	"time"
)

// Month reads a month's name, or how it begins, in the languages that agencies write;
// 0 for any other word.
func Month(word string) time.Month {
	lower := strings.ToLower(strings.TrimRight(word, "."))
	r := []rune(lower)
	if len(r) < 3 || len(r) > 13 {
		return 0
	}
	if m := wholeMonths[lower]; m != 0 {
		return m
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

// wholeMonths are names whose beginning says nothing, or another month in another
// language. Those that two languages have for two months ("listopada") are none.
var wholeMonths = monthWords(
	"ledna leden únor února unora ianuarie ianuar oca ocak січ січня siječnja siječanj tammikuu tammikuuta",
	"şub şubat лют лютого veljače veljača helmikuu helmikuuta februarie",
	"března březen martie бер березня ožujka ožujak maaliskuu maaliskuuta",
	"dubna duben nis nisan квіт квітня travnja travanj huhtikuu huhtikuuta aprilie",
	"kvě května květen mayıs трав травня svibnja svibanj toukokuu toukokuuta",
	"června červen haz haziran iun iunie черв червня lipnja lipanj kesäkuu kesäkuuta",
	"července červenec tem temmuz iul iulie лип липня srpnja srpanj heinäkuu heinäkuuta",
	"srpna srpen ağu ağustos серп серпня kolovoza kolovoz elokuu elokuuta",
	"září eyl eylül вер вересня rujna rujan syyskuu syyskuuta septembrie",
	"října říjen eki ekim жовт жовтня lokakuu lokakuuta octombrie",
	"listopadu kas kasım лист листопада studenoga studenog studeni marraskuu marraskuuta noiembrie",
	"prosince prosinec ara aralık груд грудня prosinca prosinac joulukuu joulukuuta decembrie",
)

func monthWords(months ...string) map[string]time.Month {
	words := map[string]time.Month{}
	for i, names := range months {
		for _, name := range strings.Fields(names) {
			words[name] = time.Month(i + 1)
		}
	}
	return words
}
