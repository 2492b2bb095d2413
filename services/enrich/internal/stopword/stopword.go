// Package stopword knows the function words of the languages that a wire uses
// most: they tell one language from another, and never are a keyword.
//
// It must not decide anything: packages language and keyword do.
package stopword

import (
	_ "embed"
	"fmt"
	"math/bits"
	"strings"
)

//go:embed stopwords.txt
var listing string

// Mask says of which languages a word is a function word (Function) and in which
// it is no keyword for another reason (News): one bit each.
type Mask struct{ Function, News uint64 }

// Lists holds all lists. It is read-only once loaded.
type Lists struct {
	words     map[Hash]Mask
	languages []string // the language of bit i
	bits      map[string]uint64
	sets      map[uint64]Set // by bit
}

// Load reads the lists that are built in; an error is a defect of the file. It
// takes about a millisecond and 600 kB.
func Load() (*Lists, error) { return parse(listing) }

func parse(text string) (*Lists, error) {
	l := &Lists{words: make(map[Hash]Mask, 8192), bits: map[string]uint64{}, sets: map[uint64]Set{}}
	var bit uint64
	var news bool
	for number, line := range strings.Split(text, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			var language string
			language, news = strings.CutSuffix(strings.Trim(line, "[]"), " news")
			bit = l.bitOf(language)
			if bit == 0 {
				return nil, fmt.Errorf("stop words, line %d: more than 64 languages", number+1)
			}
		case bit == 0:
			return nil, fmt.Errorf("stop words, line %d: words before the first section", number+1)
		default:
			l.add(strings.Fields(line), bit, news)
		}
	}
	l.compile()
	return l, nil
}

func (l *Lists) bitOf(language string) uint64 {
	if bit := l.bits[language]; bit != 0 {
		return bit
	}
	bit := uint64(1) << len(l.languages)
	l.languages = append(l.languages, language)
	l.bits[language] = bit
	return bit
}

func (l *Lists) add(words []string, bit uint64, news bool) {
	for _, w := range words {
		hash := HashOf(w)
		m := l.words[hash]
		if news {
			m.News |= bit
		} else {
			m.Function |= bit
		}
		l.words[hash] = m
	}
}

// Bit gives the bit of a language's lists, 0 if there are none; Norwegian has one
// for all its tags.
func (l *Lists) Bit(language string) uint64 {
	if language == "nb" || language == "nn" {
		language = "no"
	}
	return l.bits[language]
}

// Languages lists the languages with a list; the one at index i has bit i.
func (l *Lists) Languages() []string { return l.languages }

// Look gives the mask of a word.
func (l *Lists) Look(word Hash) Mask { return l.words[word] }

// Has reports whether a word in lower case is no keyword in the language of bit.
func (m Mask) Has(bit uint64) bool { return (m.Function|m.News)&bit != 0 }

// Tally counts function words by language.
type Tally struct {
	Counts [64]int
	Words  int // looked at
}

// Count adds one word in lower case.
func (t *Tally) Count(m Mask) {
	t.Words++
	for f := m.Function; f != 0; f &= f - 1 {
		t.Counts[bits.TrailingZeros64(f)]++
	}
}
