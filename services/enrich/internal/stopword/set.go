package stopword

// Set is the words of one language that are no keyword, by their hashes: small
// enough to stay in a cache, where the map of all languages is not.
type Set struct{ slots []Hash } // a power of two, 0 is free

// Set gives the words of the language of bit.
func (l *Lists) Set(bit uint64) Set { return l.sets[bit] }

// Has reports whether a word with that hash is in the set.
func (s Set) Has(hash Hash) bool {
	last := Hash(len(s.slots) - 1)
	for i := hash >> 32; len(s.slots) > 0; i++ {
		switch s.slots[i&last] {
		case hash:
			return true
		case 0:
			return false
		}
	}
	return false
}

// compile makes the sets once all words are known.
func (l *Lists) compile() {
	count := map[uint64]int{}
	for _, m := range l.words {
		each(m, func(bit uint64) { count[bit]++ })
	}
	for bit, n := range count {
		size := 2
		for size < 3*n {
			size *= 2
		}
		l.sets[bit] = Set{make([]Hash, size)}
	}
	for hash, m := range l.words {
		each(m, func(bit uint64) { l.sets[bit].add(hash) })
	}
}

func (s Set) add(hash Hash) {
	last := Hash(len(s.slots) - 1)
	i := hash >> 32
	for s.slots[i&last] != 0 && s.slots[i&last] != hash {
		i++
	}
	s.slots[i&last] = hash
}

// each calls f with each language's bit that a mask has.
func each(m Mask, f func(bit uint64)) {
	for rest := m.Function | m.News; rest != 0; rest &= rest - 1 {
		f(rest & -rest)
	}
}
