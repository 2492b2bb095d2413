package analyze

import (
	"iter"
	"strings"
)

// maxKnown is how many words a counter keeps the terms of, of some 200 bytes each.
const maxKnown = 32 << 10

// Counter counts the terms of many articles, one after the other. It keeps the terms of
// words that it has met, as most words of a text are. The zero value is ready for use, by
// one at a time.
type Counter struct {
	words [2]map[string][]*count // English ones, and others
	terms map[string]*count
	met   []*count // in the present article
}

// count is how often a term is in the present article.
type count struct {
	term string
	n    int
}

// Reset begins another article.
func (c *Counter) Reset() {
	for _, t := range c.met {
		t.n = 0
	}
	c.met = c.met[:0]
	if len(c.words[0])+len(c.words[1]) >= maxKnown {
		*c = Counter{met: c.met}
	}
}

// Add counts the terms of a text's first words, each as weight, and gives how many words
// they are: at most most.
func (c *Counter) Add(text string, kind Kind, weight, most int) (words int) {
	for start, end := nextWord(text, 0, kind); start < end && words < most; start, end = nextWord(text, end, kind) {
		terms := c.of(text[start:end], kind)
		for _, t := range terms {
			if t.n == 0 {
				c.met = append(c.met, t)
			}
			t.n += weight
		}
		if len(terms) > 0 {
			words++
		}
	}
	return words
}

// Terms gives the terms of the article, with their counts, in no order.
func (c *Counter) Terms() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for _, t := range c.met {
			if !yield(t.term, t.n) {
				return
			}
		}
	}
}

// of gives the terms of a word.
func (c *Counter) of(word string, kind Kind) []*count {
	known := &c.words[1]
	if kind == English {
		known = &c.words[0]
	}
	if found, ok := (*known)[word]; ok {
		return found
	}
	if *known == nil {
		*known = map[string][]*count{}
	}
	var out []*count
	for _, t := range terms(word, kind) {
		out = append(out, c.term(t))
	}
	if len(word) <= maxWord {
		(*known)[strings.Clone(word)] = out
	}
	return out
}

func (c *Counter) term(t string) *count {
	if found, ok := c.terms[t]; ok {
		return found
	}
	if c.terms == nil {
		c.terms = map[string]*count{}
	}
	made := &count{term: t}
	c.terms[t] = made
	return made
}
