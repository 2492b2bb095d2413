// Package analyze cuts texts and questions into the terms by which they are found.
//
// Words are compared without regard to case and accents, English ones by their stem
// (Snowball). Scripts without spaces between words are cut into pairs of neighbouring
// characters, and single ones. The package is pure, and must not know an index.
package analyze

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"

	"github.com/wireroom/wireroom/pkg/dedup/unspaced"
)

// Kind is how a text is cut.
type Kind byte

// Texts of one kind have terms of their own: a word of a question is looked up in each.
const (
	English Kind = 'e'
	Other   Kind = 'o'
)

// KindOf is that of a text in a language, by its primary subtag.
func KindOf(language string) Kind {
	if language == "en" {
		return English
	}
	return Other
}

// maxWord is how many bytes a word has that can be looked up.
const maxWord = 100

// Word is a word of a text: where it stands there, in bytes, and its terms.
type Word struct {
	Start, End int
	Terms      []string
}

// Words cuts a text, and calls each with every word until it gives false.
func Words(text string, kind Kind, each func(Word) bool) {
	for start, end := nextWord(text, 0, kind); start < end; start, end = nextWord(text, end, kind) {
		if w := (Word{start, end, terms(text[start:end], kind)}); len(w.Terms) > 0 && !each(w) {
			return
		}
	}
}

// nextWord gives where the next word of a text stands from a place on; start is end where
// there is none.
func nextWord(text string, from int, kind Kind) (start, end int) {
	for from < len(text) && text[from] < utf8.RuneSelf && !inWord(rune(text[from])) {
		from++
	}
	n := strings.IndexFunc(text[from:], inWord)
	if n < 0 {
		return len(text), len(text)
	}
	start = from + n
	return start, start + wordEnd(text[start:], kind)
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// wordEnd is where the word ends that a text begins with. A run of a script without spaces
// is one word; in English an apostrophe between letters does not end one.
func wordEnd(text string, kind Kind) int {
	n := 0
	for n < len(text) && text[n] < utf8.RuneSelf && inWord(rune(text[n])) {
		n++
	}
	if n == len(text) || n > 0 && text[n] < utf8.RuneSelf && (kind != English || !isApostrophe(rune(text[n]))) {
		return n // as most words are
	}
	var first, last rune
	for i, r := range text {
		switch {
		case i == 0:
			first = r
		case r < utf8.RuneSelf && inWord(r) && first < utf8.RuneSelf:
		case isApostrophe(r) && kind == English && inWord(last):
		case !inWord(r), !unicode.IsMark(r) && unspaced.Is(r) != unspaced.Is(first):
			return i
		}
		last = r
	}
	return len(text)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

func terms(word string, kind Kind) []string {
	if len(word) > maxWord && !strings.ContainsFunc(word, unspaced.Is) {
		return nil
	}
	word = folded(word)
	if strings.ContainsFunc(word, unspaced.Is) {
		return pairs([]rune(word), kind)
	}
	if kind == English {
		word = stem(word)
	}
	if word == "" {
		return nil
	}
	return []string{string(kind) + word}
}

// folded is a word without case, accents and forms of compatibility.
func folded(word string) string {
	if isASCII(word) {
		return strings.ToLower(word)
	}
	word = norm.NFKD.String(strings.ToLower(word))
	word = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f: // the accents of Latin, Greek and Cyrillic
			return -1
		case r == '’':
			return '\''
		default:
			return r
		}
	}, word)
	return norm.NFC.String(word)
}

func isASCII(word string) bool {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func stem(word string) string {
	word = strings.TrimRight(word, "'")
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current()
}

// pairs are the neighbouring characters of a run, and each character by itself.
func pairs(run []rune, kind Kind) []string {
	out := make([]string, 0, 2*len(run))
	for i := range run {
		out = append(out, string(kind)+string(run[i]))
		if i > 0 {
			out = append(out, string(kind)+string(run[i-1:i+1]))
		}
	}
	return out
}

// Needed are the terms of a word of a question that a text has to have: of a run of a
// script without spaces its pairs alone, where there are any.
func (w Word) Needed() []string {
	if len(w.Terms) < 2 {
		return w.Terms
	}
	var out []string
	for _, t := range w.Terms {
		if len([]rune(t)) > 2 {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
