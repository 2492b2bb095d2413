package tagger

import "encoding/binary"

// row of the table: a weight for each label, each increased by bias so that all are
// positive. Its 16 bytes are a quarter of a cache line.
type row [16]uint8

const bias = 128

// Model is the weights.
type Model struct {
	table       []row
	transitions [Labels][Labels]int32
}

// lanes are the bytes of a word with room for carries.
const lanes = 0x00FF00FF00FF00FF

// emit gives the score of each label by the features alone. It adds the first eight
// weights of a row at once, in lanes of 16 bits: the sum of maxFeatures weights fits.
func (m *Model) emit(f *rows, score *[Labels]int32) {
	var even, odd uint64
	var last uint32
	for _, at := range f.list[:f.n] {
		r := &m.table[at]
		w := binary.LittleEndian.Uint64(r[:8])
		even += w & lanes
		odd += w >> 8 & lanes
		last += uint32(r[8])
	}
	base := int32(f.n * bias)
	for i := range 4 {
		score[2*i] = int32(even>>(16*i)&0xFFFF) - base
		score[2*i+1] = int32(odd>>(16*i)&0xFFFF) - base
	}
	score[8] = int32(last) - base
}
