package bus

import (
	"sync/atomic"
	"time"
)

// tellEvery is how often an outage is logged: all that is in flight meets it, many
// times a second.
const tellEvery = 10 * time.Second

// teller says when a thing that goes on is to be told again.
type teller struct{ last atomic.Int64 }

// due reports whether it was not told for every, and takes it for told.
func (t *teller) due(now time.Time, every time.Duration) bool {
	last := t.last.Load()
	if last != 0 && now.UnixNano()-last < int64(every) {
		return false
	}
	return t.last.CompareAndSwap(last, now.UnixNano())
}
