package httpbody

import "sync"

// Budget is memory that several owners share. An owner may hold half as much as
// stays free for all others (the dynamic threshold of Choudhury and Hahne, 1998):
// alone it gets a third, and however much one holds, the next finds room. A nil
// Budget has no bound.
type Budget struct {
	mu   sync.Mutex
	free int64
	held map[string]int64
}

// NewBudget makes a budget of so many bytes.
func NewBudget(bytes int64) *Budget { return &Budget{free: bytes, held: map[string]int64{}} }

// Take takes n bytes for an owner, or says that there is no room for it.
func (b *Budget) Take(owner string, n int64) bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if 2*(b.held[owner]+n) > b.free-n {
		return false
	}
	b.free -= n
	b.held[owner] += n
	return true
}

// Give gives back what was taken.
func (b *Budget) Give(owner string, n int64) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free += n
	if b.held[owner] -= n; b.held[owner] <= 0 {
		delete(b.held, owner)
	}
}

// Free is how many bytes nobody holds.
func (b *Budget) Free() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.free
}
