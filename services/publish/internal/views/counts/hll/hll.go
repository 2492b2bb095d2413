// Package hll estimates how many distinct viewers an article has, by HyperLogLog in
// the very form in which Redis keeps it: what one has counted the other goes on with.
// The same viewers give the same registers and the same estimate in both.
//
// Sources: Redis 7, hyperloglog.c (hash, registers, encodings); O. Ertl, "New
// cardinality estimation algorithms for HyperLogLog sketches", 2017 (estimate).
package hll

import (
	"math"
	"math/bits"
	"slices"
)

const (
	indexBits = 14
	registers = 1 << indexBits
	rankBits  = 64 - indexBits // the longest run of zeros
	maxSparse = 600            // registers beyond which the dense form takes less
)

// Sketch is the set of viewers of an article. The zero value is empty.
type Sketch struct {
	sparse []uint32 // index<<8 | rank, in order; nil once dense is used
	dense  []byte   // a rank for each register
}

// Add adds an element. It reports whether that changed the sketch.
func (s *Sketch) Add(element string) bool {
	h := murmur64a([]byte(element))
	rank := bits.TrailingZeros64(h>>indexBits|1<<rankBits) + 1
	return s.raise(int(h&(registers-1)), byte(rank))
}

// raise sets a register to a rank unless it is higher.
func (s *Sketch) raise(index int, rank byte) bool {
	if s.dense != nil {
		if s.dense[index] >= rank {
			return false
		}
		s.dense[index] = rank
		return true
	}
	at, found := slices.BinarySearchFunc(s.sparse, uint32(index), func(e, i uint32) int { return int(e>>8) - int(i) })
	switch {
	case found && byte(s.sparse[at]) >= rank:
		return false
	case found:
		s.sparse[at] = uint32(index)<<8 | uint32(rank)
	default:
		s.sparse = slices.Insert(s.sparse, at, uint32(index)<<8|uint32(rank))
	}
	if len(s.sparse) > maxSparse {
		s.dense = s.ranks()
		s.sparse = nil
	}
	return true
}

// ranks gives all registers, one byte each.
func (s *Sketch) ranks() []byte {
	if s.dense != nil {
		return s.dense
	}
	out := make([]byte, registers)
	for _, e := range s.sparse {
		out[e>>8] = byte(e)
	}
	return out
}

// Count estimates the number of distinct elements, within 0.81% (standard error).
func (s *Sketch) Count() int64 {
	var histogram [rankBits + 2]int
	if s.dense == nil {
		histogram[0] = registers - len(s.sparse)
		for _, e := range s.sparse {
			histogram[byte(e)]++
		}
	}
	for _, rank := range s.dense {
		histogram[rank]++
	}
	const m = float64(registers)
	z := m * tau((m-float64(histogram[rankBits+1]))/m)
	for j := rankBits; j >= 1; j-- {
		z = (z + float64(histogram[j])) * 0.5
	}
	z += m * sigma(float64(histogram[0])/m)
	return int64(math.Round(0.721347520444481703680 * m * m / z))
}

func sigma(x float64) float64 {
	if x == 1 {
		return math.Inf(1)
	}
	y, z := 1.0, x
	for {
		x *= x
		before := z
		z += x * y
		y += y
		if z == before {
			return z
		}
	}
}

func tau(x float64) float64 {
	if x == 0 || x == 1 {
		return 0
	}
	y, z := 1.0, 1-x
	for {
		x = math.Sqrt(x)
		before := z
		y *= 0.5
		z -= (1 - x) * (1 - x) * y
		if z == before {
			return z / 3
		}
	}
}
