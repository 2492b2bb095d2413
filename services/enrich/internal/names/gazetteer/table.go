package gazetteer

// missing is the answer for a hash that the table has not; 0 is that of the beginning
// of a longer name.
const missing = -1

// table is a hash table with open addressing. Its keys are hashes of phrases; two
// names with the same 64-bit hash would be taken for one.
type table struct {
	keys   []uint64
	values []int32
	mask   uint64
}

func newTable(size int) table {
	n := 1
	for n < 2*size {
		n *= 2
	}
	return table{make([]uint64, n), make([]int32, n), uint64(n - 1)}
}

func (t *table) get(key uint64) int32 {
	for at := key & t.mask; ; at = (at + 1) & t.mask {
		switch t.keys[at] {
		case key:
			return t.values[at]
		case 0:
			return missing
		}
	}
}

// slot gives the value of a key, which it makes if it is new.
func (t *table) slot(key uint64) *int32 {
	for at := key & t.mask; ; at = (at + 1) & t.mask {
		if t.keys[at] == 0 {
			t.keys[at] = key
		}
		if t.keys[at] == key {
			return &t.values[at]
		}
	}
}
