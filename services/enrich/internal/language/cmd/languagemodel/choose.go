package main

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/wireroom/wireroom/services/enrich/internal/language/ngram"
)

// alphabet gives the letters of a group their symbols.
type alphabet struct {
	letters string
	symbols map[rune]byte
}

// rarest is the least frequency of a letter that counts, in any language.
const rarest = 2e-5

// alphabetOf gives the most frequent letters of all languages, as many as a byte
// has symbols for.
func alphabetOf(all []counts) alphabet {
	most := map[rune]float64{}
	for _, c := range all {
		for gram, p := range c.of {
			if r := []rune(gram); len(r) == 1 && r[0] != '^' && p > rarest {
				most[r[0]] = max(most[r[0]], p)
			}
		}
	}
	letters := slices.SortedFunc(maps.Keys(most), func(a, b rune) int {
		return cmp.Or(cmp.Compare(most[b], most[a]), cmp.Compare(a, b))
	})
	letters = letters[:min(len(letters), 256-ngram.FirstLetter)]
	a := alphabet{string(letters), map[rune]byte{'^': ngram.Start, '$': ngram.End}}
	for i, r := range letters {
		a.symbols[r] = byte(ngram.FirstLetter + i)
	}
	return a
}

// key gives the key of a sequence, false if it has a letter without a symbol.
func (a alphabet) key(gram string) (ngram.Key, bool) {
	var k ngram.Key
	for _, r := range gram {
		s, ok := a.symbols[r]
		if !ok {
			return 0, false
		}
		k = k<<8 | ngram.Key(s)
	}
	return k, true
}

// choose takes the sequences that say more than their shorter end in any language.
func choose(all []counts, a alphabet, threshold float64) []ngram.Sequence {
	worth := map[string]float64{}
	for _, c := range all {
		for gram, p := range c.of {
			runes := []rune(gram)
			if len(runes) == 1 {
				worth[gram] = 1
				continue
			}
			longer, shorter := c.conditional(runes), c.conditional(runes[1:])
			if shorter == 0 { // the beginning of a word and one letter
				shorter = 1e-6
			}
			worth[gram] = max(worth[gram], p*math.Abs(math.Log(longer/shorter)))
		}
	}
	var out []ngram.Sequence
	for gram, w := range worth {
		if k, ok := a.key(gram); ok && k != ngram.Start && w >= threshold {
			out = append(out, sequence(all, k, []rune(gram)))
		}
	}
	slices.SortFunc(out, func(a, b ngram.Sequence) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// sequence quantises the logarithms of the languages that have it.
func sequence(all []counts, k ngram.Key, gram []rune) ngram.Sequence {
	s := ngram.Sequence{Key: k}
	for i, c := range all {
		if p := c.conditional(gram); p > 0 {
			s.Has |= 1 << i
			s.Values = append(s.Values, uint8(min(255, math.Round(-math.Log(p)*ngram.Scale))))
		}
	}
	return s
}

// conditional is the probability of a sequence's last symbol after the others.
func (c counts) conditional(gram []rune) float64 {
	p := c.of[string(gram)]
	if len(gram) == 1 || p == 0 {
		return p
	}
	before := c.of[string(gram[:len(gram)-1])]
	if before == 0 {
		return 0
	}
	return min(1, p/before)
}
