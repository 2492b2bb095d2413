package tagger

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// Common knows how common words are in lower case: 0 never seen, to 3 very common.
// Words are known by the hash of their letters.
type Common struct {
	keys   []uint64
	values []uint8
	mask   uint64
}

// NewCommon reads lines of a digit and a word.
func NewCommon(list string) *Common {
	n := 1
	for n < 3*strings.Count(list, "\n")+1 {
		n *= 2
	}
	c := &Common{make([]uint64, n), make([]uint8, n), uint64(n - 1)}
	for line := range strings.Lines(list) {
		if len(line) > 2 {
			c.put(token.Hash(strings.TrimSuffix(line[1:], "\n")), line[0]-'0')
		}
	}
	return c
}

func (c *Common) put(key uint64, value uint8) {
	at := key & c.mask
	for c.keys[at] != 0 && c.keys[at] != key {
		at = (at + 1) & c.mask
	}
	c.keys[at], c.values[at] = key, value
}

func (c *Common) get(key uint64) uint8 {
	for at := key & c.mask; c.keys[at] != 0; at = (at + 1) & c.mask {
		if c.keys[at] == key {
			return c.values[at]
		}
	}
	return 0
}

// Level gives how common the word with that hash is.
func (c *Common) Level(hash uint64) uint8 { return c.get(hash) }

// CommonList writes the list of words by how often each was seen in lower case.
func CommonList(counts map[string]int) string {
	var lines []string
	for word, n := range counts {
		switch {
		case n >= 40:
			lines = append(lines, "3"+word)
		case n >= 5:
			lines = append(lines, "2"+word)
		case n >= 2:
			lines = append(lines, "1"+word)
		}
	}
	slices.SortFunc(lines, func(a, b string) int { return cmp.Compare(a[1:], b[1:]) })
	return strings.Join(lines, "\n") + "\n"
}
