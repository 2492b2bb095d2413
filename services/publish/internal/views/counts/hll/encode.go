package hll

import (
	"errors"
	"fmt"
)

// The forms of Redis: a header of 16 bytes ("HYLL", encoding, three unused, a cached
// estimate of eight), then the registers: dense, six bits each, or sparse, as runs.
const (
	magic       = "HYLL"
	headerBytes = 16
	denseBytes  = registers * 6 / 8
	encDense    = 0
	encSparse   = 1
	staleCache  = 0x80 // in the last byte of the header: the cached estimate says nothing

	maxZero  = 64 // length of a run ZERO 00xxxxxx
	maxRun   = 4  // length of a run VAL 1vvvvvxx
	maxValue = 32 // highest rank of VAL
)

// ErrInvalid means that bytes are no HyperLogLog as Redis keeps it.
var ErrInvalid = errors.New("not a HyperLogLog")

// Bytes gives the sketch as Redis keeps it; nil for an empty one.
func (s *Sketch) Bytes() []byte {
	if s.dense == nil && len(s.sparse) == 0 {
		return nil
	}
	if s.dense == nil {
		if out, ok := s.sparseBytes(); ok {
			return out
		}
	}
	out := header(encDense, headerBytes+denseBytes)
	out = out[:headerBytes+denseBytes]
	for i, rank := range s.ranks() {
		at, shift := headerBytes+i*6/8, i*6%8
		out[at] |= rank << shift
		if shift > 2 {
			out[at+1] |= rank >> (8 - shift)
		}
	}
	return out
}

func header(encoding byte, size int) []byte {
	out := make([]byte, headerBytes, size)
	copy(out, magic)
	out[4], out[15] = encoding, staleCache
	return out
}

// sparseBytes fails where a rank is too high for the form.
func (s *Sketch) sparseBytes() ([]byte, bool) {
	out := header(encSparse, headerBytes+4*len(s.sparse))
	next := 0
	for _, e := range s.sparse {
		index, rank := int(e>>8), byte(e)
		if rank > maxValue {
			return nil, false
		}
		out = append(zeros(out, index-next), 0x80|(rank-1)<<2)
		next = index + 1
	}
	return zeros(out, registers-next), true
}

func zeros(out []byte, n int) []byte {
	switch {
	case n == 0:
		return out
	case n <= maxZero:
		return append(out, byte(n-1))
	default:
		return append(out, 0x40|byte((n-1)>>8), byte(n-1))
	}
}

// Merge adds what a HyperLogLog as Redis keeps it holds.
func (s *Sketch) Merge(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	if len(data) < headerBytes || string(data[:4]) != magic {
		return fmt.Errorf("%w: no header", ErrInvalid)
	}
	switch body := data[headerBytes:]; {
	case data[4] == encDense && len(body) == denseBytes:
		s.mergeDense(body)
		return nil
	case data[4] == encSparse:
		return s.mergeSparse(body)
	default:
		return fmt.Errorf("%w: encoding %d with %d bytes", ErrInvalid, data[4], len(body))
	}
}

func (s *Sketch) mergeDense(body []byte) {
	for i := range registers {
		at, shift := i*6/8, i*6%8
		rank := body[at] >> shift
		if shift > 2 {
			rank |= body[at+1] << (8 - shift)
		}
		if rank &= 63; rank > 0 {
			s.raise(i, min(rank, rankBits+1))
		}
	}
}

func (s *Sketch) mergeSparse(body []byte) error {
	index := 0
	for i := 0; i < len(body); i++ {
		op, rank := body[i], byte(0)
		var n int
		switch {
		case op&0x80 != 0:
			n, rank = int(op&3)+1, op>>2&31+1
		case op&0x40 == 0:
			n = int(op&63) + 1
		case i+1 == len(body):
			return fmt.Errorf("%w: cut off", ErrInvalid)
		default:
			i++
			n = int(op&63)<<8 + int(body[i]) + 1
		}
		if index+n > registers {
			return fmt.Errorf("%w: too many registers", ErrInvalid)
		}
		for ; n > 0 && rank > 0; n-- {
			s.raise(index, rank)
			index++
		}
		index += n
	}
	if index != registers {
		return fmt.Errorf("%w: %d registers", ErrInvalid, index)
	}
	return nil
}
