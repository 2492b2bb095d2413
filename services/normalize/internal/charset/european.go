package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// tongue is a language of Latin letters that windows-1252 lacks: its code pages, the
// letters beyond ASCII that it is written with, and words that any text of it has.
type tongue struct {
	pages   []candidate
	letters string
	words   map[string]bool
}

func tongues() []tongue {
	central := []candidate{{charmap.Windows1250, "windows-1250"}, {charmap.ISO8859_2, "iso-8859-2"}}
	of := func(pages []candidate, letters, words string) tongue { return tongue{pages, letters, set(words)} }
	return []tongue{
		of(central, "ąćęłńóśźż", "się nie jest na do że jak po przez oraz został która który było tym dla już ich od za są we"),
		of(central, "áčďéěíňóřšťúůýž", "se že na je za by při který která které podle také už po jsou bylo jeho ve do od byl byla byli ze nikdo všichni u v"),
		of(central, "áäčďéíĺľňóôŕšťúýž", "sa že na je za by pri ktorý ktorá ktoré podľa tiež už po sú bolo jeho vo do od"),
		of(central, "áéíóöőúüű", "a az hogy és nem egy miután közölte amely sem  is meg volt szerint mint csak azt után már miatt ezt lesz pedig"),
		of(central, "čćđšž", "je su da se na za koji koja koje što od nije kako iz biti će bio ali kod nakon"),
		of(central, "čšžćđ", "je in na za da se so pri ki bo kot ter še iz ni po tudi ob bil"),
		of(central, "ăâîşţ", "şi în cu care pe din că nu este pentru mai sunt prin fost după pentru unui"),
		of([]candidate{{charmap.Windows1254, "windows-1254"}}, "çğıöşüâîû", "ve bir bu için bütün üç yıl gün da ile olarak daha çok olan gibi kadar sonra dedi değil ise en ne"),
	}
}

// western are words of the languages that windows-1252 is for.
const western = "the of and to in for that with der die und das den ist von mit im auf le la les des et est une dans pour du que los del por con una para as dos não uma da do che di il per non è sono een het van dat met zijn och att det som en på til af er ikke ja on oli että se ei y en es no ao"

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// What shows a language: different words of it, and letters that windows-1252 has not.
const (
	leastWords = 3
	leastOwn   = 4
)

// european finds the code page of a language of Central Europe or of Turkish, where its
// words and its letters show it beyond doubt; nil else.
func european(data []byte) (*charmap.Charmap, string) {
	data = data[:min(len(data), maxAsked)]
	_, most := hits(decoded(data, charmap.Windows1252), set(western))
	var best candidate
	for _, t := range tongues() {
		for _, c := range t.pages {
			text := decoded(data, c.page)
			kinds, n := hits(text, t.words)
			if kinds >= leastWords && n > most && t.writes(data, c.page) {
				best, most = c, n
			}
		}
	}
	return best.page, best.name
}

func decoded(data []byte, page *charmap.Charmap) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		b.WriteRune(page.DecodeByte(c))
	}
	return strings.ToLower(b.String())
}

// hits counts the words of a list in a text: how many different ones, and all.
func hits(text string, words map[string]bool) (kinds, n int) {
	seen := map[string]bool{}
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if words[w] {
			seen[w] = true
			n++
		}
	}
	return len(seen), n
}

// writes reports whether nearly all letters beyond ASCII are the language's, and enough of
// them are none in windows-1252.
func (t tongue) writes(data []byte, page *charmap.Charmap) bool {
	own, all, differ := 0, 0, 0
	for _, c := range data {
		if c < utf8.RuneSelf {
			continue
		}
		r := page.DecodeByte(c)
		if !unicode.IsLetter(r) {
			if unicode.IsControl(r) || unicode.IsLetter(charmap.Windows1252.DecodeByte(c)) {
				all++ // a letter there, none here
			}
			continue
		}
		all++
		if small := unicode.ToLower(r); strings.ContainsRune(t.letters, small) || r == 'İ' && strings.ContainsRune(t.letters, 'ı') {
			own++
			if r != charmap.Windows1252.DecodeByte(c) {
				differ++
			}
		}
	}
	return differ >= leastOwn && 30*own >= 29*all
}
