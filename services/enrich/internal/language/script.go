package language

import "unicode"

// script is a set of scripts.
type script uint32

const (
	none  script = 0
	latin script = 1 << iota
	cyrillic
	greek
	arabic
	hebrew
	devanagari
	thai
	hangul
	kana
	han
	georgian
	armenian
	bengali
	gujarati
	gurmukhi
	tamil
	telugu
	kannada
	malayalam
	sinhala
	khmer
	lao
	myanmar
)

var tables = []struct {
	script
	table *unicode.RangeTable
}{
	{latin, unicode.Latin}, {cyrillic, unicode.Cyrillic}, {greek, unicode.Greek}, {arabic, unicode.Arabic},
	{hebrew, unicode.Hebrew}, {devanagari, unicode.Devanagari}, {thai, unicode.Thai}, {hangul, unicode.Hangul},
	{kana, unicode.Hiragana}, {kana, unicode.Katakana}, {han, unicode.Han},
	{georgian, unicode.Georgian}, {armenian, unicode.Armenian}, {bengali, unicode.Bengali}, {gujarati, unicode.Gujarati},
	{gurmukhi, unicode.Gurmukhi}, {tamil, unicode.Tamil}, {telugu, unicode.Telugu}, {kannada, unicode.Kannada},
	{malayalam, unicode.Malayalam}, {sinhala, unicode.Sinhala}, {khmer, unicode.Khmer}, {lao, unicode.Lao},
	{myanmar, unicode.Myanmar},
}

// scripts says in which scripts a language is written.
var scripts = map[string]script{
	"af": latin, "ca": latin, "cs": latin, "da": latin, "de": latin, "en": latin, "es": latin, "et": latin, "fi": latin,
	"fr": latin, "gl": latin, "hr": latin, "hu": latin, "id": latin, "it": latin, "lt": latin, "lv": latin, "nb": latin,
	"nl": latin, "nn": latin, "no": latin, "pl": latin, "pt": latin, "ro": latin, "sk": latin, "sl": latin, "sv": latin,
	"tr": latin, "vi": latin, "ms": latin | arabic, "sr": latin | cyrillic, "bs": latin | cyrillic, "bg": cyrillic, "ru": cyrillic,
	"uk": cyrillic, "be": cyrillic | latin, "mk": cyrillic, "el": greek, "ar": arabic, "fa": arabic, "ur": arabic, "he": hebrew,
	"hi": devanagari, "mr": devanagari, "ne": devanagari, "th": thai, "ko": hangul | han, "ja": kana | han, "zh": han,
	"yue": han, "cmn": han,
}

// foreignLetters are those that tell one language of the Cyrillic script from
// another: the key's does not have them.
var foreignLetters = map[string]string{
	"ru": "іїєґўјљњђћџ", "uk": "ыэёъў", "bg": "ыэёіїєўј", "sr": "ыэёъіїєщюяй", "be": "щиъїє",
}

// alone names the language of a script that, in the news, is its own.
var alone = map[script]string{
	greek: "el", hebrew: "he", thai: "th", hangul: "ko", kana: "ja", han: "zh", georgian: "ka", armenian: "hy", bengali: "bn",
	gujarati: "gu", gurmukhi: "pa", tamil: "ta", telugu: "te", kannada: "kn", malayalam: "ml", sinhala: "si", khmer: "km",
	lao: "lo", myanmar: "my",
}

// scriptOf gives the script of most letters among the first of a text; a text
// with kana is Japanese even where ideographs prevail.
func scriptOf(text string) script {
	var counts [32]int
	letters := 0
	for _, r := range text {
		if r < 0x80 {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				counts[0]++
				letters++
			}
		} else if unicode.IsLetter(r) {
			letters++
			countScript(&counts, r)
		}
		if letters >= sample/2 {
			break
		}
	}
	return mostOf(&counts, letters)
}

func countScript(counts *[32]int, r rune) {
	for i := range tables {
		if unicode.Is(tables[i].table, r) {
			counts[i]++
			return
		}
	}
}

func mostOf(counts *[32]int, letters int) script {
	best := -1
	for i := range tables {
		if tables[i].script == kana && counts[i]*10 > letters {
			return kana
		}
		if counts[i] > 0 && (best < 0 || counts[i] > counts[best]) {
			best = i
		}
	}
	if best < 0 || counts[best]*2 < letters {
		return none
	}
	return tables[best].script
}
