package near

import (
	"cmp"
	"slices"
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
	heads, tokens := tokenize(title), tokenize(body)
	if len(tokens) == 0 {
		tokens = heads
	}
	p := Print{Exact: exact(tokens), Words: len(tokens)}
	all := shingles(tokens)
	p.Bands = bands(tokens, all)
	p.Below, p.Shingles = sample(all)
	p.Figures = shorts(tokens, maxFigures, func(t token) bool { return t.figure })
	p.Names = shorts(tokens, maxNames, func(t token) bool { return t.name })
	p.Title = shorts(heads, maxTitle, func(token) bool { return true })
	return p
}

func exact(tokens []token) uint64 {
	h := uint64(len(tokens))
	for _, t := range tokens {
		h = mix(h ^ t.hash)
	}
	return h
}

// shingles gives one hash for each place in the text; those of the last words are of
// fewer words only where the text has no more.
func shingles(tokens []token) []uint64 {
	n := max(len(tokens)-shingleWords+1, min(len(tokens), 1))
	out := make([]uint64, n)
	for i := range out {
		h := uint64(0)
		for _, t := range tokens[i:min(i+shingleWords, len(tokens))] {
			h = mix(h ^ t.hash)
		}
		out[i] = h
	}
	return out
}

// sample keeps the smallest hashes: those of two texts are the same sample of what
// both hold.
func sample(all []uint64) (below uint32, kept []uint32) {
	kept = make([]uint32, len(all))
	for i, h := range all {
		kept[i] = uint32(h >> 40)
	}
	slices.Sort(kept)
	kept = slices.Compact(kept)
	if len(kept) <= maxShingles {
		return shingleSpace, kept
	}
	return kept[maxShingles], slices.Clip(kept[:maxShingles])
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
