package relate

import (
	"hash/maphash"
	"sync"

	"github.com/wireroom/wireroom/pkg/dedup/window"
)

// maxMade is how many entries are kept: what is written comes back from NEWS within a
// moment.
const maxMade = 512

// made keeps the entries of articles that this process has looked up, for when they come
// back from NEWS: to make one takes longer than to publish the article. It is safe for
// use by many.
type made struct {
	seed maphash.Seed
	mu   sync.Mutex
	held map[uint64]window.Entry
	keys []uint64 // in the order in which they came, from next on
	next int
}

func newMade() *made { return &made{seed: maphash.MakeSeed(), held: map[uint64]window.Entry{}} }

func (m *made) put(e window.Entry, data []byte) {
	key := maphash.Bytes(m.seed, data)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.keys) < maxMade {
		m.keys = append(m.keys, key)
	} else {
		delete(m.held, m.keys[m.next])
		m.keys[m.next] = key
		m.next = (m.next + 1) % maxMade
	}
	m.held[key] = e
}

// take gives the entry of an article of exactly these data, and forgets it.
func (m *made) take(article string, data []byte) (window.Entry, bool) {
	key := maphash.Bytes(m.seed, data)
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.held[key]
	if !ok || e.Article != article {
		return window.Entry{}, false
	}
	delete(m.held, key)
	return e, true
}
