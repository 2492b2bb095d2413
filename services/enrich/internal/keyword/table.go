package keyword

// table gives numbers to the keys of one text. It is asked some thousand times for
// each article and emptied in no time, which is why it is no map. Its size follows
// the longest text that it met.
type table struct {
	slots []slot // a power of two
	round uint32 // slots of another one are free
	used  int
}

type slot struct {
	key   uint64
	value int32
	round uint32
}

// newTable has room for size/2 keys before it grows; size is a power of two.
func newTable(size int) table { return table{slots: make([]slot, size), round: 1} }

func (t *table) clear() {
	t.used = 0
	if t.round++; t.round == 0 { // four thousand million texts later
		clear(t.slots)
		t.round = 1
	}
}

// at gives the slot of a key, and whether it was there: a new one's value is to be
// set. The slot is valid until the next call.
func (t *table) at(key uint64) (*slot, bool) {
	if 2*t.used >= len(t.slots) {
		t.grow()
	}
	last := uint64(len(t.slots) - 1)
	for i := key * golden >> 20; ; i++ {
		s := &t.slots[i&last]
		if s.round != t.round {
			*s = slot{key: key, round: t.round}
			t.used++
			return s, false
		}
		if s.key == key {
			return s, true
		}
	}
}

// golden spreads keys that follow one another (Knuth, The Art of Computer
// Programming 3, 6.4).
const golden = 0x9e3779b97f4a7c15

func (t *table) grow() {
	bigger := newTable(2 * len(t.slots))
	for _, s := range t.slots {
		if s.round == t.round {
			to, _ := bigger.at(s.key)
			to.value = s.value
		}
	}
	*t = bigger
}
