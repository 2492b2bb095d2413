package names

import "github.com/wireroom/wireroom/services/enrich/internal/names/token"

// seen knows how the words of an article are spelt where capitals mean something.
type seen struct {
	keys   []uint64
	values []uint8
	mask   uint64
}

const (
	seenLower uint8 = 1 << iota
	seenCapital
	seenAcronym
)

func (s *seen) reset(words int) {
	n := 64
	for n < 2*words {
		n *= 2
	}
	if len(s.keys) < n {
		s.keys, s.values = make([]uint64, n), make([]uint8, n)
	} else {
		clear(s.keys[:n])
		clear(s.values[:n])
	}
	s.mask = uint64(n - 1)
}

func (s *seen) at(key uint64) *uint8 {
	for at := key & s.mask; ; at = (at + 1) & s.mask {
		if s.keys[at] == 0 {
			s.keys[at] = key
		}
		if s.keys[at] == key {
			return &s.values[at]
		}
	}
}

// learn reads the sentences that are neither in capitals nor titles.
func (r *reader) learn() {
	r.seen.reset(len(r.tokens) + 1)
	for _, s := range r.sentences {
		if s.style != plain {
			continue
		}
		for i := s.from; i < s.to; i++ {
			t := &r.tokens[i]
			switch {
			case t.Shape == token.Lower:
				*r.seen.at(t.Hash) |= seenLower
			case t.Shape == token.Acronym:
				*r.seen.at(t.Hash) |= seenAcronym
			case t.Shape.Capital() && i > s.from:
				*r.seen.at(t.Hash) |= seenCapital
			}
		}
	}
}
