package window

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// Memory is an index of one process. It forgets the oldest entries beyond its bounds.
type Memory struct {
	most   int
	window time.Duration

	mu      sync.Mutex
	entries map[string]*held
	bands   map[uint32][]*held
	queue   []*held // by entrance; those that were removed or entered anew are gone
	last    int64   // the latest order

	position Position
}

// held is an entry with its place.
type held struct {
	Candidate
	gone bool
}

// NewMemory makes an index of at most most entries; those whose time is more than
// window before that of the one asked about are no candidates.
func NewMemory(most int, window time.Duration) *Memory {
	return &Memory{most: most, window: window, entries: map[string]*held{}, bands: map[uint32][]*held{}}
}

// Claim is of Index.
func (m *Memory) Claim(_ context.Context, entries []Entry) ([][]Candidate, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([][]Candidate, len(entries))
	for i, e := range entries {
		if e.Empty() {
			continue
		}
		own, known := m.entries[e.Article]
		if !known {
			m.last = max(m.last+1, e.At.UnixMicro())
			own = &held{Candidate: Candidate{Entry: e, Order: m.last}}
		}
		out[i] = m.before(own, e)
		if !known {
			m.enter(own)
		}
	}
	return out, nil
}

// Put is of Index.
func (m *Memory) Put(_ context.Context, entries []Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range entries {
		order := e.At.UnixMicro()
		if old, known := m.entries[e.Article]; known {
			if old.Sequence > e.Sequence {
				continue
			}
			order = old.Order
			m.remove(old)
		}
		if m.last = max(m.last, order); !e.Empty() {
			m.enter(&held{Candidate: Candidate{Entry: e, Order: order}})
		}
	}
	return nil
}

// Remove is of Index.
func (m *Memory) Remove(_ context.Context, articles []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range articles {
		if old, known := m.entries[a]; known {
			m.remove(old)
		}
	}
	return nil
}

// before gives the candidates of e, which has the place of own.
func (m *Memory) before(own *held, e Entry) []Candidate {
	shared := map[*held]int{}
	for _, b := range bands(e) {
		for _, h := range m.bands[b] {
			if h.Article != e.Article && h.Order < own.Order && e.At.Sub(h.At) <= m.window {
				shared[h]++
			}
		}
	}
	found := make([]*held, 0, len(shared))
	for h := range shared {
		found = append(found, h)
	}
	slices.SortFunc(found, func(a, b *held) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Article, b.Article))
	})
	out := make([]Candidate, min(len(found), MaxCandidates))
	for i := range out {
		out[i] = found[i].Candidate
	}
	return m.withOriginals(out, own, e)
}

// withOriginals adds what the candidates are copies of.
func (m *Memory) withOriginals(candidates []Candidate, own *held, e Entry) []Candidate {
	out := candidates
	for _, c := range candidates {
		h, known := m.entries[c.Original]
		if !known || h.Article == e.Article || h.Order >= own.Order || e.At.Sub(h.At) > m.window {
			continue
		}
		if !slices.ContainsFunc(out, func(c Candidate) bool { return c.Article == h.Article }) {
			out = append(out, h.Candidate)
		}
		if len(out) == len(candidates)+MaxOriginals {
			break
		}
	}
	return out
}

func (m *Memory) enter(h *held) {
	h.own()
	m.entries[h.Article] = h
	for _, b := range bands(h.Entry) {
		m.bands[b] = append(m.bands[b], h)
		m.bands[b] = m.bands[b][max(0, len(m.bands[b])-MaxSharing):]
	}
	h.Print.Bands = slices.Clip(h.Print.Bands)
	m.queue = append(m.queue, h)
	for len(m.entries) > m.most || len(m.queue) > 0 && m.queue[0].gone {
		oldest := m.queue[0]
		m.queue = m.queue[1:]
		if !oldest.gone {
			m.remove(oldest)
		}
	}
}

// own gives the entry strings of its own: those that come are parts of a message's headers,
// which the client reads as one string, and would keep all of it.
func (h *held) own() {
	h.Article, h.Original, h.Story = strings.Clone(h.Article), strings.Clone(h.Original), strings.Clone(h.Story)
}

func (m *Memory) remove(h *held) {
	h.gone = true
	delete(m.entries, h.Article)
	for _, b := range bands(h.Entry) {
		rest := slices.DeleteFunc(slices.Clone(m.bands[b]), func(other *held) bool { return other == h })
		if len(rest) == 0 {
			delete(m.bands, b)
		} else {
			m.bands[b] = rest
		}
	}
}

// Get gives the entry of an article.
func (m *Memory) Get(article string) (Entry, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if h, known := m.entries[article]; known {
		return h.Entry, true
	}
	return Entry{}, false
}

// Position is of Index.
func (m *Memory) Position(context.Context) (Position, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.position, nil
}

// Begin is of Index.
func (m *Memory) Begin(_ context.Context, p Position) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.position = p
	return nil
}

// Advance is of Index.
func (m *Memory) Advance(_ context.Context, p Position) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.position.Life != p.Life {
		return ErrEmptied
	}
	m.position.Sequence = max(m.position.Sequence, p.Sequence)
	return nil
}
