package story

import (
	"errors"
	"slices"
)

// MaxFeatures is how many bytes encoded features have at most.
const MaxFeatures = 2 + 4*MaxTerms

// format is the first byte: another build's features say nothing.
const format = 1

// ErrFormat says that bytes are no features of this format.
var ErrFormat = errors.New("not the features of a story in this format")

// Append writes the features.
func (f Features) Append(out []byte) []byte {
	out = append(out, format, byte(len(f)))
	for _, t := range f {
		out = append(out, byte(t.Hash), byte(t.Hash>>8), byte(t.Hash>>16), t.Weight)
	}
	return out
}

// Decode reads what Append wrote from the beginning of data and gives the rest.
func Decode(data []byte) (f Features, rest []byte, err error) {
	if len(data) < 2 || data[0] != format || data[1] > MaxTerms || len(data) < 2+4*int(data[1]) {
		return nil, nil, ErrFormat
	}
	n := int(data[1])
	f, data = make(Features, 0, n), data[2:]
	for t := range slices.Chunk(data[:4*n], 4) {
		f = append(f, Term{uint32(t[0]) | uint32(t[1])<<8 | uint32(t[2])<<16, t[3]})
	}
	return f, data[4*n:], nil
}
