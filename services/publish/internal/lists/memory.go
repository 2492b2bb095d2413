package lists

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// Memory is a store of this process alone. It forgets the oldest entries beyond its bound.
type Memory struct {
	most int

	mu       sync.Mutex
	life     string
	at       uint64
	ready    bool
	articles map[string]*kept
	lists    map[string]*list
}

// NewMemory makes an empty store of at most most entries.
func NewMemory(most int) *Memory { return &Memory{most: most} }

// of empties the store for another life. The lock is held.
func (m *Memory) of(life string) {
	if m.life != life || m.articles == nil {
		m.life, m.at, m.ready = life, 0, false
		m.articles, m.lists = map[string]*kept{}, map[string]*list{}
	}
}

// Position is of Store.
func (m *Memory) Position(_ context.Context, life string) (uint64, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.life != life {
		return 0, false, nil
	}
	return m.at, m.ready, nil
}

// Apply is of Store.
func (m *Memory) Apply(_ context.Context, life string, from, to uint64, entries []Entry, forget time.Time) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(life)
	if m.at != from {
		return m.at, nil
	}
	for _, e := range entries {
		m.remove(e.Article)
		m.put(e)
	}
	m.forget(forget.UnixMilli())
	m.at = to
	return to, nil
}

func (m *Memory) put(e Entry) {
	k := keep(e)
	for i, name := range e.Lists {
		k.lists[i] = m.list(name)
		k.lists[i].add(k)
	}
	m.articles[k.article()] = k
}

func (m *Memory) list(name string) *list {
	l, ok := m.lists[name]
	if !ok {
		l = newList(name)
		m.lists[l.name] = l
	}
	return l
}

// forget removes what was published before, and the oldest beyond the bound.
func (m *Memory) forget(before int64) {
	for _, name := range []string{All, Kills} {
		for l := m.lists[name]; l != nil && len(l.entries) > 0 && l.entries[0].at < before; {
			m.remove(l.entries[0].article())
		}
	}
	for len(m.articles) > m.most {
		m.remove(m.oldest().article())
	}
}

// oldest is that of the lowest sequence; each entry is in one of the two lists.
func (m *Memory) oldest() *kept {
	var first []*kept
	for _, name := range []string{All, Kills} {
		if l := m.lists[name]; l != nil {
			first = append(first, l.entries[0])
		}
	}
	return slices.MinFunc(first, func(a, b *kept) int { return cmp.Compare(a.seq, b.seq) })
}

func (m *Memory) remove(article string) {
	k, ok := m.articles[article]
	if !ok {
		return
	}
	for _, l := range k.lists {
		if l.remove(k.seq); len(l.entries) == 0 {
			delete(m.lists, l.name)
		}
	}
	delete(m.articles, article)
}

// Ready is of Store.
func (m *Memory) Ready(_ context.Context, life string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(life)
	m.ready = true
	return nil
}

// Page is of Store.
func (m *Memory) Page(_ context.Context, life, name string, below uint64, n int) ([]Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.lists[name]
	if m.life != life || l == nil {
		return nil, nil
	}
	var out []Entry
	i, _ := l.find(below)
	for i--; i >= 0 && len(out) < n; i-- {
		out = append(out, l.entries[i].entry())
	}
	return out, nil
}

// Entries is of Store.
func (m *Memory) Entries(_ context.Context, life string, articles []string) (map[string]Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]Entry{}
	if m.life != life {
		return out, nil
	}
	for _, article := range articles {
		if k, ok := m.articles[article]; ok {
			out[article] = k.entry()
		}
	}
	return out, nil
}

// Size is of Store.
func (m *Memory) Size(_ context.Context, life, name string) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.lists[name]
	if m.life != life || l == nil {
		return 0, nil
	}
	return int64(len(l.entries)), nil
}
