package near

import (
	"cmp"
	"slices"
	"sync"
)

// The bounds of a print, in entries.
const (
	maxShingles = 256
	maxFigures  = 48
	maxNames    = 40
	maxTitle    = 16
)

// Print is what is kept of a text.
type Print struct {
	Exact    uint64   // of all words and figures of the body in their order
	Words    int      // of the body
	Below    uint32   // a shingle is kept if its hash is below; shingleSpace: all are
	Shingles []uint32 // hashes of three words in a row, of 24 bits, ascending
	Figures  []uint16 // hashes of figures of the body, ascending
	Names    []uint16 // hashes of words that look like names, ascending
	Title    []uint16 // hashes of the title's words, ascending
	Bands    []uint32 // by which candidates are found, the most telling first; not part of the record
}

const (
	shingleSpace = 1 << 24
	shingleWords = 3
)

// Of makes the print of an article. body is text without markup; where it is empty the
// title stands for it.
func Of(title, body string) Print {
	s, _ := scratches.Get().(*scratch)
	defer s.free()
	s.heads, s.tokens = tokenize(title, s.heads[:0]), tokenize(body, s.tokens[:0])
	heads, tokens := s.heads, s.tokens
	if len(tokens) == 0 {
		tokens = heads
	}
	p := Print{Exact: exact(tokens), Words: len(tokens)}
	s.all = shingles(tokens, s.all[:0])
	p.Bands = bands(tokens, s.all)
	p.Below, p.Shingles = s.sample()
	p.Figures = shorts(tokens, maxFigures, func(t token) bool { return t.figure })
	p.Names = shorts(tokens, maxNames, func(t token) bool { return t.name })
	p.Title = shorts(heads, maxTitle, func(token) bool { return true })
	return p
}

// scratch is the memory that making a print takes; it is used again.
type scratch struct {
	heads, tokens []token
	all           []uint64 // shingles
	short, spare  []uint32 // of 24 bits
}

var scratches = sync.Pool{New: func() any { return &scratch{} }}

// maxScratch is from how many words on a text's memory is not kept.
const maxScratch = 16 << 10

func (s *scratch) free() {
	if cap(s.tokens) <= maxScratch {
		scratches.Put(s)
	}
}

func exact(tokens []token) uint64 {
	h := uint64(len(tokens))
	for _, t := range tokens {
		h = mix(h ^ t.hash)
	}
	return h
}

// shingles appends one hash for each place in the text; those of the last words are of
// fewer words only where the text has no more.
func shingles(tokens []token, out []uint64) []uint64 {
	n := max(len(tokens)-shingleWords+1, min(len(tokens), 1))
	for i := range n {
		h := uint64(0)
		for _, t := range tokens[i:min(i+shingleWords, len(tokens))] {
			h = mix(h ^ t.hash)
		}
		out = append(out, h)
	}
	return out
}

// sample keeps the smallest hashes: those of two texts are the same sample of what
// both hold.
func (s *scratch) sample() (below uint32, kept []uint32) {
	s.short = s.short[:0]
	for _, h := range s.all {
		s.short = append(s.short, uint32(h>>40))
	}
	s.short, s.spare = sort24(s.short, s.spare)
	all := slices.Compact(s.short)
	if len(all) <= maxShingles {
		return shingleSpace, append(make([]uint32, 0, len(all)), all...)
	}
	return all[maxShingles], slices.Clone(all[:maxShingles])
}

// fewHashes is how many are sorted faster by comparing them.
const fewHashes = 64

// sort24 sorts hashes of 24 bits, byte by byte from the last one on. It gives the sorted ones,
// and the other of the two slices, which it needs as spare memory.
func sort24(hashes, spare []uint32) (sorted, other []uint32) {
	if len(hashes) < fewHashes {
		slices.Sort(hashes)
		return hashes, spare
	}
	spare = slices.Grow(spare[:0], len(hashes))[:len(hashes)]
	for shift := 0; shift < 24; shift += 8 {
		var ends [257]int
		for _, h := range hashes {
			ends[h>>shift&0xff+1]++
		}
		for i := 1; i < 256; i++ {
			ends[i] += ends[i-1]
		}
		for _, h := range hashes {
			at := &ends[h>>shift&0xff]
			spare[*at] = h
			*at++
		}
		hashes, spare = spare, hashes
	}
	return hashes, spare
}

func shorts(tokens []token, bound int, want func(token) bool) []uint16 {
	var out []uint16
	for _, t := range tokens {
		if want(t) {
			out = append(out, uint16(t.hash))
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > bound {
		out = out[:bound] // the smallest, as of any other text
	}
	return out
}

// common counts what two ascending lists have in common.
func common[T cmp.Ordered](a, b []T) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}
