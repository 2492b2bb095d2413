package ngram

// Key is a sequence of at most four symbols, the last one in the lowest byte.
type Key uint32

// slot is a key's place in a table; row 0 is free.
type slot struct {
	key Key
	row uint32
}

// table gives each sequence a row of logarithms, one byte for each language.
// It has open addresses and is at most half full.
type table struct {
	slots []slot
	rows  []uint8
	width int
}

func newTable(keys, width int) table {
	size := 4
	for size < 2*keys {
		size *= 2
	}
	return table{slots: make([]slot, size), rows: make([]uint8, width, (keys+1)*width), width: width}
}

// find gives the slot of a key, or the free one where it belongs.
func (t *table) find(k Key) *slot {
	last := uint32(len(t.slots) - 1)
	// Knuth's multiplicative hash: the letters of neighbouring keys are alike
	for i := uint32(k) * 2654435769 >> 7; ; i++ {
		s := &t.slots[i&last]
		if s.row == 0 || s.key == k {
			return s
		}
	}
}

// add makes the row of a key that is not there, as a copy of that of its longest
// end that is there with the penalty for it.
func (t *table) add(k Key) []uint8 {
	row := uint32(len(t.rows) / t.width)
	from, ok := t.longest(k.shorter())
	for i := range t.width {
		q := uint8(Worst)
		if ok {
			q = uint8(min(int(from[i])+Backoff, 255))
		}
		t.rows = append(t.rows, q)
	}
	*t.find(k) = slot{k, row}
	return t.row(row)
}

// longest gives the row of the longest end of a key that is there.
func (t *table) longest(k Key) ([]uint8, bool) {
	for ; k != 0; k = k.shorter() {
		if s := t.find(k); s.row != 0 {
			return t.row(s.row), true
		}
	}
	return nil, false
}

func (t *table) row(n uint32) []uint8 {
	at := int(n) * t.width
	return t.rows[at : at+t.width : at+t.width]
}

// shorter drops the first symbol.
func (k Key) shorter() Key {
	switch {
	case k > 0xffffff:
		return k & 0xffffff
	case k > 0xffff:
		return k & 0xffff
	case k > 0xff:
		return k & 0xff
	}
	return 0
}
