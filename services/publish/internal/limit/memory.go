package limit

import (
	"sync"
	"time"
)

// mostCallers bounds each of the two generations of callers: of many more, those that
// were silent longest start anew.
const mostCallers = 10_000

// memory counts in this process. Its zero value with a clock is ready.
type memory struct {
	clock func() time.Time

	mu          sync.Mutex
	recent, old map[string]time.Time // when the bucket is full again
}

func (m *memory) do(n int, force bool, rules []Rule) ([]State, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now, ok := m.clock(), true
	states := make([]State, len(rules))
	for i, r := range rules {
		states[i] = State{r, max(0, m.get(r.Key).Sub(now))}
		ok = ok && states[i].Wait() == 0
	}
	if n == 0 || !ok && !force {
		return states, ok
	}
	for i, r := range rules {
		states[i].Busy += r.fill(float64(min(n, r.Burst)))
		m.set(r.Key, now.Add(states[i].Busy))
	}
	return states, ok
}

func (m *memory) get(key string) time.Time {
	if at, ok := m.recent[key]; ok {
		return at
	}
	return m.old[key]
}

func (m *memory) set(key string, at time.Time) {
	if m.recent == nil || len(m.recent) >= mostCallers {
		m.old, m.recent = m.recent, map[string]time.Time{}
	}
	m.recent[key] = at
}
