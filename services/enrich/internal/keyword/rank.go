package keyword

import (
	"math"
	"slices"
)

// properBonus lifts names: they are what readers look for.
const properBonus = 1.3

type ranked struct {
	at    int // in found
	score float64
}

// rank gives the most terms with the highest C-value, best first; equals in the
// order of the text. They are valid until the next text.
func (c *counter) rank(most int) []ranked {
	c.nest()
	for i := range c.found {
		f := &c.found[i]
		if !c.term(f) {
			continue
		}
		if s := c.score(f); s >= lowest {
			c.place(ranked{i, s}, most)
		}
	}
	return c.ranked
}

// place puts a term behind all that are as good, if it is among the most best.
func (c *counter) place(r ranked, most int) {
	if len(c.ranked) == most {
		if c.ranked[most-1].score >= r.score {
			return
		}
		c.ranked = c.ranked[:most-1]
	}
	at := len(c.ranked)
	for at > 0 && c.ranked[at-1].score < r.score {
		at--
	}
	c.ranked = slices.Insert(c.ranked, at, r)
}

// lowest is the score below which a term tells nothing: what is said twice, late,
// and by one word.
const lowest = 2

// fewest is how often a term is said at the least.
const fewest = 2

// term reports whether a candidate may be a keyword: only what is said more than
// once, the headline counted in.
func (c *counter) term(f *candidate) bool {
	if f.n == 1 && c.words[f.words[0]].short {
		return false
	}
	return f.count >= fewest
}

// lengths holds log2(n+1) for the numbers of words that a candidate may have.
var lengths = [...]float64{1: 1, 2: math.Log2(3), 3: 2}

// score is the C-value: log2(n+1) times the frequency, less what it has as a part
// of longer terms.
func (c *counter) score(f *candidate) float64 {
	freq := f.weight
	if f.within > 0 {
		freq -= f.nested / float64(f.within)
	}
	s := lengths[f.n] * freq
	if c.proper(f) {
		s *= properBonus
	}
	return s
}

// nest tells each candidate of the longer terms that it is a part of.
func (c *counter) nest() {
	for i := range c.found {
		f := &c.found[i]
		if f.n == 1 || !c.term(f) {
			continue
		}
		for size := 1; size < f.n; size++ {
			for from := 0; from+size <= f.n; from++ {
				at, _ := c.slot(f.words[from : from+size]) // each part was counted
				inner := &c.found[*at]
				inner.nested += f.weight
				inner.within++
			}
		}
	}
}
