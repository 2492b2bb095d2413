package story

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// The settings of what counts how much, chosen on all labelled stories, not on a part of them.
const (
	titleTimes = 4.0 // a word of the title counts as often
	leadWords  = 60  // the first words of the body
	leadTimes  = 2.0 // count as often
	nameTimes  = 1.5 // a name weighs as much more
)

// MaxTerms is how many words are kept of an article.
const MaxTerms = 40

// Term is a word of an article: its hash, and its weight as a share of the whole.
type Term struct {
	Hash   uint32 // of 24 bits
	Weight uint8  // in 255ths; the squares of an article's weights add up to 1
}

// Features are what is kept of an article, by hash.
type Features []Term

// Of gives the features of an article. body is text without markup.
func Of(title, body string) Features {
	c, _ := counters.Get().(*counter)
	defer counters.Put(c)
	words := heaviest(weigh(c, title, body), MaxTerms)
	length := 0.0
	for _, w := range words {
		length += w.weight * w.weight
	}
	length = math.Sqrt(length)
	out := make(Features, 0, len(words))
	for _, w := range words {
		if share := uint8(math.Round(255 * w.weight / length)); share > 0 {
			out = append(out, Term{w.hash, share})
		}
	}
	slices.SortFunc(out, func(a, b Term) int { return cmp.Compare(a.Hash, b.Hash) })
	return slices.CompactFunc(out, func(a, b Term) bool { return a.Hash == b.Hash })
}

// heaviest gives the most heaviest of words, in their order, in the place of the others: most
// words are told from them by one comparison.
func heaviest(words []*word, most int) []*word {
	n := 0
	for _, w := range words {
		if n == most && heavier(words[n-1], w) < 0 {
			continue
		}
		n = min(n+1, most)
		at := n - 1
		for ; at > 0 && heavier(w, words[at-1]) < 0; at-- {
			words[at] = words[at-1]
		}
		words[at] = w
	}
	return words[:n]
}

// heavier orders words by weight, the heaviest first.
func heavier(a, b *word) int {
	switch {
	case a.weight > b.weight:
		return -1
	case a.weight < b.weight:
		return 1
	default:
		return cmp.Compare(a.stem, b.stem)
	}
}

// weigh gives the words of an article with their weights, in no order. They are the
// counter's.
func weigh(c *counter, title, body string) []*word {
	c.reset()
	split(title, func(written string, _ bool) { c.add(written, titleTimes, false) })
	seen := 0
	split(withoutDateline(body), func(written string, name bool) {
		times := 1.0
		if seen++; seen <= leadWords {
			times = leadTimes
		}
		c.add(written, times, name)
	})
	out := c.out[:0]
	for _, w := range c.met {
		if w.weight = often(w.times) * w.tells; w.name {
			w.weight *= nameTimes
		}
		if w.weight > 0 {
			out = append(out, w)
		}
	}
	c.out = out
	return out
}

// maxDateline is how many bytes a dateline has at most.
const maxDateline = 80

// withoutDateline gives a text without the place and the agency that it begins with, as in
// "LONDON (Agency) - ".
func withoutDateline(body string) string {
	head := body[:min(len(body), maxDateline)]
	for _, end := range []string{") - ", ") — ", ") – ", ") -- "} {
		if at := strings.Index(head, end); at > 0 && !strings.ContainsAny(head[:at], ".!?\n") {
			return body[at+len(end):]
		}
	}
	return body
}

// MaxBands is how many bands an article has at most.
const MaxBands = 8

// Bands gives the hashes of the heaviest words, by which candidates are found.
func (f Features) Bands() []uint32 {
	heaviest := slices.Clone(f)
	slices.SortFunc(heaviest, func(a, b Term) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Hash, b.Hash)) })
	heaviest = heaviest[:min(len(heaviest), MaxBands)]
	out := make([]uint32, len(heaviest))
	for i, t := range heaviest {
		out[i] = t.Hash
	}
	return out
}

// maxShare is how much of what two articles have in common may be one word: all that
// happens in a town names the town.
const maxShare = 0.58

// sameWords is from where on two articles say the same, if it is one word.
const sameWords = 0.8

// Similarity is the cosine of two articles' words, 0 to 1. A word that makes up most of it
// does not count, unless nearly all the words are the same.
func Similarity(a, b Features) float64 {
	sum, heaviest := 0, 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].Hash < b[j].Hash:
			i++
		case a[i].Hash > b[j].Hash:
			j++
		default:
			product := int(a[i].Weight) * int(b[j].Weight)
			sum, heaviest = sum+product, max(heaviest, product)
			i, j = i+1, j+1
		}
	}
	similarity := min(1, float64(sum)/(255*255))
	if similarity < sameWords && float64(heaviest) > maxShare*float64(sum) {
		similarity -= float64(heaviest) / (255 * 255)
	}
	return similarity
}
