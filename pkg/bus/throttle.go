package bus

import (
	"sync/atomic"
	"time"
)

// logEvery is how often an outage is logged: all that is in flight meets it, many
// times a second.
const logEvery = 10 * time.Second

// logThrottle says when what goes on is to be logged again.
type logThrottle struct{ last atomic.Int64 }

// due reports whether nothing was logged for so long, and takes it for logged.
func (t *logThrottle) due(now time.Time, every time.Duration) bool {
	last := t.last.Load()
	if last != 0 && now.UnixNano()-last < int64(every) {
		return false
	}
	return t.last.CompareAndSwap(last, now.UnixNano())
}
