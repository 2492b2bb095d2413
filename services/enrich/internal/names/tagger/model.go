package tagger

// row of the table: a weight for each label. Its 16 bytes are a quarter of a cache
// line.
type row [16]int8

// Model is the weights.
type Model struct {
	table       []row
	transitions [Labels][Labels]int32
}

// emit gives the score of each label by the features alone.
func (m *Model) emit(f *rows, score *[Labels]int32) {
	for _, at := range f.list[:f.n] {
		r := &m.table[at]
		for l := range score {
			score[l] += int32(r[l])
		}
	}
}
