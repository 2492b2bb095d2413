package language

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/language/ngram"
	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// Detector tells languages of one script apart by their sequences of letters, and
// by function words where they are known.
type Detector struct {
	groups map[script]*candidates
	alone  map[script]string // the chosen languages that have a script of their own
}

// candidates are the languages of a script that a detector chooses from.
type candidates struct {
	group  *ngram.Group
	chosen []bool // by the group's index
	prior  []int  // in units of ngram.Scale
}

// groupNames are the scripts that the model tells languages of.
var groupNames = map[script]string{latin: "Latin", cyrillic: "Cyrillic", arabic: "Arabic", devanagari: "Devanagari"}

// DefaultLanguages are those that a detector chooses from: all that it knows.
func DefaultLanguages() []string {
	return strings.Fields("af ar be bg bn ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km " +
		"kn ko lo lt lv mk ml mn mr my nb nl nn pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur vi zh")
}

// rare are the languages that a wire seldom has and that others are easily taken
// for: a short text has to speak for them by that many nats. Vietnamese is never
// without its marks.
var rare = map[string]int{
	"af": 2, "cy": 2, "eu": 2, "ga": 2, "gl": 3, "is": 1, "nn": 3, "sq": 2, "sw": 3, "tl": 3, "vi": 6,
	"lt": 1, "lv": 1, "ms": 2, "kk": 1, "mn": 2, "be": 1, "mk": 1,
}

// usual is how many nats English has ahead of all others: most wires are in English,
// and so are most headlines of two words.
const usual = 4

// NewDetector makes a detector for at least two languages (ISO 639-1). The first one
// of a process loads the model, which takes about 50 ms.
func NewDetector(languages []string) (*Detector, error) {
	model, err := ngram.Load()
	if err != nil {
		return nil, err
	}
	d := &Detector{map[script]*candidates{}, map[script]string{}}
	for s, name := range groupNames {
		d.groups[s] = newCandidates(model.Group(name))
	}
	chosen := map[string]bool{}
	for _, tag := range languages {
		tag = strings.ToLower(tag)
		if !d.choose(tag) {
			return nil, fmt.Errorf("language %q can't be detected", tag)
		}
		chosen[tag] = true
	}
	if len(chosen) < 2 {
		return nil, fmt.Errorf("a detector needs two languages to choose from, not %q", languages)
	}
	return d, nil
}

func newCandidates(g *ngram.Group) *candidates {
	c := &candidates{g, make([]bool, len(g.Languages)), make([]int, len(g.Languages))}
	for i, l := range g.Languages {
		c.prior[i] = rare[l] * ngram.Scale
		if l != "en" {
			c.prior[i] += usual * ngram.Scale
		}
	}
	return c
}

// choose adds a language and reports whether it is known.
func (d *Detector) choose(tag string) bool {
	known := false
	for _, c := range d.groups {
		if i := slices.Index(c.group.Languages, tag); i >= 0 {
			c.chosen[i], known = true, true
		}
	}
	for s, l := range alone {
		if l == tag {
			d.alone[s], known = l, true
		}
	}
	return known
}

// wordBonus is what a function word counts for the languages that have it. The sums
// are divided by temperature before they are taken for probabilities: the sequences
// of a text depend on each other, so that their product says too much. Both are in
// units of the model.
const (
	wordBonus   = 1 * ngram.Scale
	temperature = 3 * ngram.Scale
)

// Detect gives the most likely language of a text and how sure that is, 0 to 1; an
// empty one for a text in a script of none of its languages. It takes some ten
// microseconds.
func (d *Detector) Detect(text string) (string, float64) {
	return d.detect(&sight{script: scriptOf(text), text: text})
}

func (d *Detector) detect(s *sight) (string, float64) {
	if l := d.alone[s.script]; l != "" {
		return l, 1
	}
	c := d.groups[s.script]
	if c == nil {
		return "", 0
	}
	var space [64]int
	sums := space[:len(c.group.Languages)]
	copy(sums, c.prior)
	c.group.Score(s.text, sample, sums)
	c.words(s.lists, &s.tally, sums)
	return c.best(sums)
}

// words takes the bonus for function words from what the sequences cost.
func (c *candidates) words(lists *stopword.Lists, tally *stopword.Tally, sums []int) {
	if lists == nil {
		return
	}
	for i, l := range c.group.Languages {
		if bit := lists.Bit(l); bit != 0 {
			sums[i] -= tally.Counts[bits.TrailingZeros64(bit)] * wordBonus
		}
	}
}

// best gives the language with the least sum, and its share of the probability.
func (c *candidates) best(sums []int) (string, float64) {
	best := -1
	for i, sum := range sums {
		if c.chosen[i] && (best < 0 || sum < sums[best]) {
			best = i
		}
	}
	if best < 0 {
		return "", 0
	}
	all := 0.0
	for i, sum := range sums {
		if c.chosen[i] {
			all += math.Exp(float64(sums[best]-sum) / temperature)
		}
	}
	return c.group.Languages[best], 1 / all
}
