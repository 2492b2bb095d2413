package views

// places is a table of numbers by hash (open addressing, linear probing): a power of two
// of them, at most half of which are in use. A shard that is read at full rate takes one
// in and one out for each view, which a map, that keeps marks of what was deleted, is made
// anew for again and again.
type places []place

type place struct {
	hash, number uint32
	used         bool
}

// home is where the search for a hash begins.
func (p places) home(hash uint32) uint32 { return hash & uint32(len(p)-1) }

// free frees a place, and moves up what lies behind it for want of it.
func (p places) free(hole uint32) {
	for i := p.home(hole + 1); p[i].used; i = p.home(i + 1) {
		// as far from the hole as from home, or farther
		if p.home(i-p.home(p[i].hash)) >= p.home(i-hole) {
			p[hole], hole = p[i], i
		}
	}
	p[hole] = place{}
}
