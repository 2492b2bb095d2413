package mapped

import "sync"

// watch remembers which sources of a mapping gave something.
type watch struct {
	mu      sync.Mutex
	matched map[string]bool // by the source's key
}

// saw counts a source; without a watch it does nothing.
func (w *watch) saw(key string) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.matched[key] = true
}

// Watch makes the mapping remember from now on which of its fields find something, for
// Unmatched. It must be called before the mapping is used.
func (m *Mapping) Watch() { m.watched = &watch{matched: map[string]bool{}} }

// Unmatched gives the keys of the fields of which no path found anything since Watch, in
// the order of the mapping ("fields.headlines[0].value"); those of a group whose places
// were not found (each) are one, that of the group. Without Watch it gives none.
func (m *Mapping) Unmatched() []string {
	if m.watched == nil {
		return nil
	}
	m.watched.mu.Lock()
	defer m.watched.mu.Unlock()
	return m.watched.missed(m.item)
}

func (w *watch) missed(g *group) (out []string) {
	if g.each != nil && !w.any(g.each) {
		return []string{g.key}
	}
	for _, f := range g.fields {
		if f.groups == nil && !f.isConst() && !w.any(f.choice) {
			out = append(out, f.key)
		}
		for _, sub := range f.groups {
			out = append(out, w.missed(sub)...)
		}
	}
	return out
}

// any reports whether one of the sources matched; constants always do.
func (w *watch) any(c choice) bool {
	for _, s := range c {
		if s.isConst || w.matched[s.key] {
			return true
		}
	}
	return false
}

// idKey is the key of the field that names the article, empty if the mapping has none.
func (m *Mapping) idKey() string {
	for _, want := range []string{"fields.id", "fields.uri"} {
		for _, f := range m.item.fields {
			if f.key == want && !f.isConst() {
				return f.key
			}
		}
	}
	return ""
}
