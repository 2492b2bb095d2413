package near

// Sieve passes over texts that a print can't repeat, nor be repeated by: most candidates
// share a few words with it and no more, and to count what two prints have in common takes
// ten times as long.
type Sieve struct {
	print Print
	bits  [sieveBits / 64]uint64 // of its shingles
}

// sieveBits are so many that one in sixteen shingles of another text passes by chance.
const sieveBits = 4096

// NewSieve makes one of a print.
func NewSieve(p Print) *Sieve {
	s := &Sieve{print: p}
	for _, h := range p.Shingles {
		s.bits[h%sieveBits/64] |= 1 << (h % 64)
	}
	return s
}

// Repeats is Compare of the sieve's print with another one, but for the similarity where
// there is no repetition.
func (s *Sieve) Repeats(other Print) Match {
	if s.print.Exact != other.Exact && !s.mayOverlap(other) {
		return Match{}
	}
	return Compare(s.print, other)
}

// mayOverlap is false only where overlap is below minContained.
func (s *Sieve) mayOverlap(other Print) bool {
	below := min(s.print.Below, other.Below)
	small, _ := bySize(s.print, other)
	most := uint64(0)
	for _, h := range under(other.Shingles, below) {
		most += s.bits[h%sieveBits/64] >> (h % 64) & 1
	}
	return float64(most) >= minContained*float64(len(under(small.Shingles, below)))
}
