package language

import (
	"math/bits"

	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// maxWords is how many words the cheap look counts.
const maxWords = 60

// look is the cheap look: some microseconds for the script and the function words
// of the first words.
type look struct{ lists *stopword.Lists }

// sight is what it sees.
type sight struct {
	lists  *stopword.Lists
	tally  stopword.Tally
	script script
}

func (l *look) at(text string) *sight {
	s := &sight{lists: l.lists, script: scriptOf(text)}
	var buf [64]byte
	scan := stopword.NewScanner(text, buf[:0])
	for s.tally.Words < maxWords && scan.Next() {
		s.tally.Count(l.lists.Look(scan.Lower))
	}
	return s
}

// best gives the language with most function words, their number, and the number
// of the next best that is of another family.
func (s *sight) best() (language string, most, next int) {
	languages := s.lists.Languages()
	for i, l := range languages {
		if n := s.tally.Counts[i]; n > most {
			language, most = l, n
		}
	}
	for i, l := range languages {
		if n := s.tally.Counts[i]; n > next && !same(l, language) {
			next = n
		}
	}
	return language, most, next
}

// contradicts reports whether the text does not look like the language: in
// another script, or with clearly more function words of another language.
func (s *sight) contradicts(language string) bool {
	if want, known := scripts[language]; known && s.script != none && want&s.script == 0 {
		return true
	}
	bit := s.lists.Bit(language)
	if bit == 0 {
		// nothing is known of it: only a text that is clearly something else counts
		other := s.clear()
		return other != "" && !same(other, language) && !akin(other, language)
	}
	best, most, _ := s.best()
	own := s.own(bit)
	return !same(best, language) && most >= 4 && most > own+2+own/3
}

func (s *sight) own(bit uint64) int { return s.tally.Counts[bits.TrailingZeros64(bit)] }

// clear names the language of a text that is clearly of one: many function words
// of it, and far fewer of any other. Else it is empty.
func (s *sight) clear() string {
	language, most, next := s.best()
	if s.tally.Words < 20 || most*4 < s.tally.Words || next*5 > most*3 || language == "no" || scripts[language]&s.script == 0 {
		return ""
	}
	return language
}

// akin reports whether a language without a list is one that uses another's
// function words.
func akin(listed, other string) bool {
	switch listed {
	case "es", "pt", "fr", "it", "ca", "gl", "ro":
		return scripts[other] == 0 && other != "sw" && other != "eu"
	case "de", "nl", "da", "no", "sv", "af":
		return other == "lb" || other == "fy" || other == "nds" || other == "fo" || other == "is" || other == "gsw"
	case "ru", "uk", "bg", "sr":
		return other == "be" || other == "mk" || other == "kk"
	case "ar", "fa":
		return other == "ur" || other == "ps" || other == "ckb"
	}
	return false
}
