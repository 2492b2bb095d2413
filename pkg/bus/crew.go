package bus

import "sync"

// crew runs functions on goroutines that stay for the next one: a new goroutine
// would have to grow its stack for each message again. Whoever rested last goes
// first, so that few of them are enough and their stacks stay in the caches.
type crew struct {
	mu    sync.Mutex
	idle  []chan func()
	ended bool
}

func (c *crew) run(f func()) {
	c.mu.Lock()
	n := len(c.idle)
	if n == 0 {
		c.mu.Unlock()
		go c.work(f)
		return
	}
	next := c.idle[n-1]
	c.idle = c.idle[:n-1]
	c.mu.Unlock()
	next <- f
}

func (c *crew) work(f func()) {
	own := make(chan func(), 1)
	for more := true; more; f, more = <-own {
		f()
		if !c.rest(own) {
			return
		}
	}
}

func (c *crew) rest(own chan func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		c.idle = append(c.idle, own)
	}
	return !c.ended
}

// end sends the resting ones home; the others follow when they are done.
func (c *crew) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	for _, own := range c.idle {
		close(own)
	}
	c.idle = nil
}
