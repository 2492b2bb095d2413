package relate

import "sync"

// arrivals tells those who wait for an article that it may have come to NEWS. It is safe
// for use by many; the zero value is ready.
type arrivals struct {
	mu      sync.Mutex
	awaited map[string]*arrival
}

type arrival struct {
	came    chan struct{}
	waiting int
}

// expect gives what is closed once the article has come, and what ends the wait, which
// must be called.
func (a *arrivals) expect(article string) (came <-chan struct{}, leave func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	one := a.awaited[article]
	if one == nil {
		one = &arrival{came: make(chan struct{})}
		if a.awaited == nil {
			a.awaited = map[string]*arrival{}
		}
		a.awaited[article] = one
	}
	one.waiting++
	return one.came, func() { a.leave(article, one) }
}

func (a *arrivals) leave(article string, one *arrival) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one.waiting--; one.waiting == 0 && a.awaited[article] == one {
		delete(a.awaited, article)
	}
}

// tell wakes all who expect the article.
func (a *arrivals) tell(article string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one := a.awaited[article]; one != nil {
		close(one.came)
		delete(a.awaited, article)
	}
}
