package external

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

// overhead is about what an entry costs besides its answer, in bytes.
const overhead = 200

// cache keeps the answers that were used last, up to a number of bytes.
type cache struct {
	mu    sync.Mutex
	left  int
	order list.List // of *cached, the one used last in front
	at    map[[sha256.Size]byte]*list.Element
}

type cached struct {
	key    [sha256.Size]byte
	answer []byte
}

func newCache(size int) *cache { return &cache{left: size, at: map[[sha256.Size]byte]*list.Element{}} }

func (c *cache) get(key [sha256.Size]byte) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[key]
	if e == nil {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).answer, true
}

func (c *cache) put(key [sha256.Size]byte, answer []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at[key] != nil {
		return
	}
	c.left -= len(answer) + overhead
	c.at[key] = c.order.PushFront(&cached{key, answer})
	for c.left < 0 {
		last := c.order.Remove(c.order.Back()).(*cached)
		delete(c.at, last.key)
		c.left += len(last.answer) + overhead
	}
}
