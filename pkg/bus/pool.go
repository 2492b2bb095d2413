package bus

import "sync"

// workerPool runs functions on goroutines that stay for the next one: a new goroutine
// would have to grow its stack for each message again. Whoever rested last goes
// first, so that few of them are enough and their stacks stay in the caches.
type workerPool struct {
	mu    sync.Mutex
	idle  []chan func()
	ended bool
}

func (p *workerPool) run(f func()) {
	p.mu.Lock()
	n := len(p.idle)
	if n == 0 {
		p.mu.Unlock()
		go p.work(f)
		return
	}
	next := p.idle[n-1]
	p.idle = p.idle[:n-1]
	p.mu.Unlock()
	next <- f
}

func (p *workerPool) work(f func()) {
	own := make(chan func(), 1)
	for more := true; more; f, more = <-own {
		f()
		if !p.rest(own) {
			return
		}
	}
}

func (p *workerPool) rest(own chan func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		p.idle = append(p.idle, own)
	}
	return !p.ended
}

// end sends the resting ones home; the others follow when they are done.
func (p *workerPool) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	for _, own := range p.idle {
		close(own)
	}
	p.idle = nil
}
