package auth

import (
	"sync"
	"time"
)

// Once remembers what came with each signature of the old form, so that a signature which
// somebody else has seen can't be used for another push. It holds within one process. It
// may be used by many goroutines.
type Once struct {
	mu             sync.Mutex
	now, before    map[string]string
	since          time.Time
	maxRemembered  int
	rememberedSpan time.Duration
}

// maxOnce bounds what is remembered at a time: some 150 bytes each.
const maxOnce = 100_000

// NewOnce makes an empty memory.
func NewOnce() *Once {
	return &Once{now: map[string]string{}, before: map[string]string{}, maxRemembered: maxOnce, rememberedSpan: 2 * Window}
}

// First reports whether a signature came with the same use before, or for the first time.
func (o *Once) First(signature, use string, at time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if at.Sub(o.since) > o.rememberedSpan || len(o.now) >= o.maxRemembered {
		o.before, o.now, o.since = o.now, map[string]string{}, at
	}
	for _, known := range []map[string]string{o.now, o.before} {
		if had, ok := known[signature]; ok {
			return had == use
		}
	}
	o.now[signature] = use
	return true
}
