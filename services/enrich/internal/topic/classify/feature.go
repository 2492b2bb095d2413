package classify

import (
	"cmp"
	"slices"

	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// Hash is what a word's singular in lower case, or a pair of words, is known by.
type Hash uint64

// FNV-1a (Fowler, Noll & Vo).
const (
	offset Hash = 0xcbf29ce484222325
	prime  Hash = 0x100000001b3
)

// Feature is a word or pair of words that something is known of, and how often a
// text has it; one in the title counts twice.
type Feature struct {
	Hash  Hash
	Row   *Row
	Count int
}

// maxWords is how many words of a text are looked at.
const maxWords = 400

// Features finds what of a text is known.
func (c *Classifier) Features(title, text string) []Feature {
	found := make([]Feature, 0, 32+len(text)/10)
	see := func(h Hash) {
		if row := c.find(h); row != nil {
			found = append(found, Feature{h, row, 1})
		}
	}
	Words(title, func(h Hash) { see(h); see(h) })
	Words(text, see)
	return merge(found)
}

func merge(found []Feature) []Feature {
	slices.SortFunc(found, func(a, b Feature) int { return cmp.Compare(a.Hash, b.Hash) })
	out := found[:0]
	for _, f := range found {
		if n := len(out); n > 0 && out[n-1].Hash == f.Hash {
			out[n-1].Count++
			continue
		}
		out = append(out, f)
	}
	return out
}

// Words calls f with the first words of a text and with each pair of neighbours.
func Words(text string, f func(Hash)) {
	scan := stopword.NewScanner(text)
	last := Hash(0)
	for n := 0; n < maxWords && scan.Next(); n++ {
		h := hashOf(text[scan.Start:scan.End])
		f(h)
		if last != 0 && scan.Joined {
			f(pair(last, h))
		}
		last = h
	}
}

func pair(a, b Hash) Hash { return (a*prime ^ b) * prime }

// hashOf takes the plural's s off, but not of a word that ends in ss, us or is.
func hashOf(word string) Hash {
	if n := len(word); n > 3 && word[n-1]|0x20 == 's' {
		switch word[n-2] | 0x20 {
		case 's', 'u', 'i':
		default:
			word = word[:n-1]
		}
	}
	h := offset
	for i := range len(word) {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ Hash(c)) * prime
	}
	return h
}
