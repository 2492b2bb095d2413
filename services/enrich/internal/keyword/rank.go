package keyword

import (
	"cmp"
	"math"
	"slices"
)

// properBonus lifts names: they are what readers look for.
const properBonus = 1.3

type ranked struct {
	*candidate
	score float64
}

// rank gives the terms with their C-value, best first; equals in the order of the
// text.
func (c *counter) rank() []ranked {
	c.nest()
	out := make([]ranked, 0, 64)
	for i := range c.found {
		f := &c.found[i]
		if !c.term(f) {
			continue
		}
		if s := c.score(f); s >= lowest {
			out = append(out, ranked{f, s})
		}
	}
	slices.SortStableFunc(out, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	return out
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

// score is the C-value: log2(n+1) times the frequency, less what it has as a part
// of longer terms.
func (c *counter) score(f *candidate) float64 {
	freq := f.weight
	if f.within > 0 {
		freq -= f.nested / float64(f.within)
	}
	s := math.Log2(float64(f.n)+1) * freq
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
				s, _ := c.index.at(keyOf(f.words[from : from+size])) // each part was counted
				inner := &c.found[s.value]
				inner.nested += f.weight
				inner.within++
			}
		}
	}
}
