package language

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// maxWords is how many words the quick check counts.
const maxWords = 60

// look is the quick check: some microseconds for the script and the function words
// of the first words.
type look struct{ lists *stopword.Lists }

// sight is what it sees.
type sight struct {
	lists  *stopword.Lists
	tally  stopword.Tally
	script script
	text   string
}

func (l *look) at(text string) sight {
	s := sight{lists: l.lists, script: scriptOf(text), text: text}
	scan := stopword.NewScanner(text)
	for s.tally.Words < maxWords && scan.Next() {
		s.tally.Count(l.lists.Look(scan.Hash))
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

// contradicts reports whether the text does not look like the language: it is in
// another script, has clearly more function words of another language, or has next
// to none of its own.
func (s *sight) contradicts(language string) bool {
	if s.otherScript(language) || s.foreign(language) {
		return true
	}
	if s.lists.Bit(language) == 0 {
		// nothing is known of it: only a text that is clearly something else counts
		other := s.clear()
		return other != "" && !same(other, language) && !akin(other, language)
	}
	best, most, _ := s.best()
	own := s.own(language)
	if same(best, language) {
		return false
	}
	return most >= 4 && most > own+2+own/3 || s.tally.Words >= enoughWords && own*20 < s.tally.Words
}

func (s *sight) otherScript(language string) bool {
	want, known := scripts[language]
	return known && s.script != none && want&s.script == 0
}

// foreign reports whether the text has letters that the language never uses, more
// than a quoted name brings along.
func (s *sight) foreign(language string) bool {
	letters := foreignLetters[language]
	if letters == "" {
		return false
	}
	n := 0
	for _, r := range s.text {
		if strings.ContainsRune(letters, unicode.ToLower(r)) {
			n++
		}
	}
	return n >= 3 && n*100 > len(s.text)/2
}

// mayBeAnother reports whether a detector could find what outweighs a language. It
// spares its millisecond where it could not: in tables, which hold next to no
// function words. What has no list here is not written in ASCII alone.
func (s *sight) mayBeAnother(than string) bool {
	_, most, _ := s.best()
	return most > s.own(than) || s.otherScript(than) || s.foreign(than) || !ascii(s.text)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// outweighs reports whether the function words speak for the one language rather
// than for the other, as far as they are known.
func (s *sight) outweighs(one, other string) bool {
	return s.otherScript(other) || s.foreign(other) || s.lists.Bit(one) == 0 || s.own(one) > s.own(other)
}

// own counts the function words of a language, 0 if they are not known.
func (s *sight) own(language string) int {
	bit := s.lists.Bit(language)
	if bit == 0 {
		return 0
	}
	return s.tally.Counts[bits.TrailingZeros64(bit)]
}

// enoughWords is how many words it takes to tell a language by its function words.
const enoughWords = 15

// clear names the language of a text that is clearly of one: by a script that
// only it uses, or by many function words of it and far fewer of any other. Else
// it is empty.
func (s *sight) clear() string {
	if l := alone[s.script]; l != "" {
		return l
	}
	language, most, next := s.best()
	if s.tally.Words < enoughWords || most < 4 || most*6 < s.tally.Words || most-next < max(3, most/3) {
		return ""
	}
	if language == "no" || s.otherScript(language) { // "no" is no tag that says which Norwegian
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
