package keyword

import (
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

type part int

const (
	inHeadline part = iota
	inBody
)

// Weights of an occurrence: in the headline, among the first words of the body
// (the lead), and after.
const (
	headlineWeight = 3
	leadWeight     = 1.5
	leadWords      = 60
)

// word is a distinct word of the text.
type word struct {
	surface string // as it is shown
	rank    int    // how good a place that is from
	count   int
	small   bool  // it was seen in lower case
	short   bool  // too short for a keyword by itself
	known   bool  // it is a candidate
	found   int32 // which one, if it is
}

// use is one occurrence of a word.
type use struct {
	id     int32
	weight float64
}

// candidate is a run of one to three words, by their numbers.
type candidate struct {
	words  [3]int32
	n      int
	count  int
	weight float64
	nested float64
	within int // in how many longer terms
}

// counter counts the candidates of one text. It is reused for the next.
type counter struct {
	numbers table // of words, by their hash: 64 bits of it tell all words of a text apart
	words   []word
	uses    []use // in the order of the text, with a stop where it is parted
	index   table // of candidates of several words, by keyOf
	found   []candidate
	ranked  []ranked
	run     [3]int32 // the last words of the present run
	length  int      // how many of them there are
}

func newCounter() *counter {
	return &counter{numbers: newTable(1024), index: newTable(512)}
}

func (c *counter) reset() {
	c.numbers.clear()
	c.index.clear()
	clear(c.words)
	c.words, c.uses, c.found, c.ranked = c.words[:0], c.uses[:0], c.found[:0], c.ranked[:0]
}

// read counts all words of a text.
func (c *counter) read(lists *stopword.Lists, bit uint64, text string, p part) {
	c.part()
	stops := lists.Set(bit)
	scan := stopword.NewScanner(text)
	for n := 0; scan.Next(); n++ {
		if !scan.Joined {
			c.part()
		}
		id := c.number(&scan.Token, stops)
		if id == stop {
			c.part()
			continue
		}
		c.words[id].see(&scan.Token, text, p)
		c.uses = append(c.uses, use{id, weightOf(p, n)})
	}
}

func (c *counter) part() { c.uses = append(c.uses, use{id: stop}) }

// join counts the candidates that may be terms. What holds a word that is said but
// once is none, and most words are.
func (c *counter) join() {
	c.length = 0
	for _, u := range c.uses {
		if u.id == stop || c.words[u.id].count < fewest {
			c.length = 0
			continue
		}
		c.push(u.id, u.weight)
	}
}

func weightOf(p part, n int) float64 {
	switch {
	case p == inHeadline:
		return headlineWeight
	case n < leadWords:
		return leadWeight
	default:
		return 1
	}
}

// stop is the number of all words that are no keyword nor part of one.
const stop = -1

// number gives the number of a word, a new one for a new word.
func (c *counter) number(t *stopword.Token, stops stopword.Set) int32 {
	s, ok := c.numbers.at(uint64(t.Hash))
	if ok {
		return s.value
	}
	s.value = stop
	if t.Letters > 1 && !stops.Has(t.Hash) {
		s.value = int32(len(c.words))
		c.words = append(c.words, word{short: t.Letters < 4 && !t.Upper || t.Letters < 3})
	}
	return s.value
}

// see chooses how a word is written: best as inside of a sentence, then as first
// seen in the body without shouting, then as in the headline.
func (w *word) see(t *stopword.Token, text string, p part) {
	w.count++
	rank := 1
	switch {
	case p == inBody && !t.Upper:
		rank, w.small = 4, true
	case p == inBody && !t.Shout:
		rank = 3
	case p == inBody:
		rank = 2
	}
	if rank > w.rank {
		w.surface, w.rank = text[t.Start:t.End], rank
	}
}

// push adds a word to the run and counts the candidates that end with it.
func (c *counter) push(id int32, weight float64) {
	if c.length == len(c.run) {
		c.run[0], c.run[1] = c.run[1], c.run[2]
		c.length--
	}
	c.run[c.length] = id
	c.length++
	for from := range c.length {
		c.count(c.run[from:c.length], weight)
	}
}

func (c *counter) count(words []int32, weight float64) {
	at, ok := c.slot(words)
	if !ok {
		*at = int32(len(c.found))
		c.found = append(c.found, candidate{n: len(words)})
		copy(c.found[*at].words[:], words)
	}
	f := &c.found[*at]
	f.count++
	f.weight += weight
}

// slot tells where the place of a candidate in found is kept, and whether it is
// there already. Most are single words, which know it themselves.
func (c *counter) slot(words []int32) (*int32, bool) {
	if len(words) == 1 {
		w := &c.words[words[0]]
		known := w.known
		w.known = true
		return &w.found, known
	}
	s, ok := c.index.at(keyOf(words))
	return &s.value, ok
}

// keyOf packs up to three numbers of 21 bits: window allows for fewer words.
func keyOf(words []int32) uint64 {
	var key uint64
	for _, w := range words {
		key = key<<21 | uint64(w+1)
	}
	return key
}

// display writes a candidate as the text does.
func (c *counter) display(f *candidate) string {
	if f.n == 1 {
		return c.words[f.words[0]].surface
	}
	out := make([]byte, 0, 32)
	for i, id := range f.words[:f.n] {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, c.words[id].surface...)
	}
	return string(out)
}

// proper reports whether all words of a candidate are written with a capital
// wherever they stand: names, mostly.
func (c *counter) proper(f *candidate) bool {
	for _, id := range f.words[:f.n] {
		w := &c.words[id]
		first, _ := utf8.DecodeRuneInString(w.surface)
		if w.small || !unicode.IsUpper(first) {
			return false
		}
	}
	return true
}
