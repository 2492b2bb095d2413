package story

import (
	"hash/fnv"
	"strings"
	"sync"
)

// word is a word by its stem, with what it is in the present article.
type word struct {
	stem  string
	hash  uint32  // of Term
	tells float64 // weightOf

	times  float64 // how often it is there, 0: not at all
	name   bool
	weight float64 // what that weighs
}

// counter counts the words of one article after the other. It keeps the words that it has
// met: most of an article's are known, and are neither stemmed nor weighed again.
type counter struct {
	written map[string]*word // by how they are written
	stems   map[string]*word
	met     []*word // in the present article
	out     []*word
}

// The bounds of what a counter keeps: some 150 bytes for each way to write a word.
const (
	maxKnown   = 16 << 10
	maxWritten = 40 // bytes
)

// counters are kept so that several articles can be counted at once.
var counters = sync.Pool{New: func() any { return &counter{written: map[string]*word{}, stems: map[string]*word{}} }}

// reset begins another article.
func (c *counter) reset() {
	for _, w := range c.met {
		w.times, w.name = 0, false
	}
	c.met = c.met[:0]
	if len(c.stems) >= maxKnown || len(c.written) >= maxKnown {
		c.written, c.stems = map[string]*word{}, map[string]*word{} // clear would keep their memory
	}
}

func (c *counter) add(written string, times float64, name bool) {
	w, ok := c.written[written]
	if !ok {
		w = c.place(Stem(written))
		if len(written) <= maxWritten {
			c.written[strings.Clone(written)] = w
		}
	}
	if w.times == 0 {
		c.met = append(c.met, w)
	}
	w.times += times
	w.name = w.name || name
}

func (c *counter) place(stem string) *word {
	w, ok := c.stems[stem]
	if !ok {
		stem = strings.Clone(stem) // not a part of the text
		w = &word{stem: stem, hash: hashOf(stem), tells: weightOf(stem)}
		c.stems[stem] = w
	}
	return w
}

func hashOf(stem string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(stem))
	sum := h.Sum32()
	return (sum ^ sum>>24) & 0xffffff
}
