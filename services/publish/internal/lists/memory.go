package lists

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Memory is a store of this process alone.
type Memory struct {
	mu       sync.Mutex
	life     string
	at       uint64
	ready    bool
	articles map[string]Entry
	bySeq    map[uint64]string   // the article of each entry
	lists    map[string][]uint64 // sequences, ascending
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{} }

// of empties the store for another life. The lock is held.
func (m *Memory) of(life string) {
	if m.life != life || m.articles == nil {
		m.life, m.at, m.ready = life, 0, false
		m.articles, m.bySeq, m.lists = map[string]Entry{}, map[uint64]string{}, map[string][]uint64{}
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
		m.articles[e.Article], m.bySeq[e.Seq] = e, e.Article
		for _, list := range e.Lists {
			m.lists[list] = append(m.lists[list], e.Seq)
		}
	}
	for _, list := range []string{All, Kills} {
		for len(m.lists[list]) > 0 {
			oldest := m.articles[m.bySeq[m.lists[list][0]]]
			if oldest.At >= forget.UnixMilli() {
				break
			}
			m.remove(oldest.Article)
		}
	}
	m.at = to
	return to, nil
}

func (m *Memory) remove(article string) {
	e, ok := m.articles[article]
	if !ok {
		return
	}
	for _, list := range e.Lists {
		if i, found := slices.BinarySearch(m.lists[list], e.Seq); found {
			m.lists[list] = slices.Delete(m.lists[list], i, i+1)
		}
		if len(m.lists[list]) == 0 {
			delete(m.lists, list)
		}
	}
	delete(m.articles, article)
	delete(m.bySeq, e.Seq)
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
func (m *Memory) Page(_ context.Context, life, list string, below uint64, n int) ([]Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.life != life {
		return nil, nil
	}
	var out []Entry
	i, _ := slices.BinarySearch(m.lists[list], below)
	for i--; i >= 0 && len(out) < n; i-- {
		out = append(out, m.articles[m.bySeq[m.lists[list][i]]])
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
		if e, ok := m.articles[article]; ok {
			out[article] = e
		}
	}
	return out, nil
}

// Size is of Store.
func (m *Memory) Size(_ context.Context, life, list string) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.life != life {
		return 0, nil
	}
	return int64(len(m.lists[list])), nil
}
