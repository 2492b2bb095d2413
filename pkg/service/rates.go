package service

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// RateLimit is so many a second in the long run, and so many at once; a rate of 0 is
// no limit.
type RateLimit struct {
	Rate  float64
	Burst int
}

// Rates counts what callers do against a rate of each and one of all. It remembers
// a bounded number of callers; of many more, those that were silent longest start
// anew, and the rate of all holds.
type Rates struct {
	each RateLimit
	all  *rate.Limiter // nil: no limit

	mu          sync.Mutex
	recent, old map[string]*rate.Limiter
}

// mostCallers bounds each of the two generations of callers.
const mostCallers = 10_000

// NewRates starts with full buckets.
func NewRates(each, all RateLimit) *Rates {
	r := &Rates{each: each, recent: map[string]*rate.Limiter{}}
	if all.Rate > 0 {
		r.all = rate.NewLimiter(rate.Limit(all.Rate), all.Burst)
	}
	return r
}

// Wait is how long a caller has to wait before it may do anything: 0 is not at all.
func (r *Rates) Wait(caller string, now time.Time) time.Duration {
	return max(wait(r.of(caller), now), wait(r.all, now))
}

// Charge counts what a caller did, n of it. More than there was room for is a debt
// that it has to wait for, of no more than its burst.
func (r *Rates) Charge(caller string, n int, now time.Time) {
	for _, l := range []*rate.Limiter{r.of(caller), r.all} {
		if l != nil {
			l.ReserveN(now, min(n, l.Burst()))
		}
	}
}

func wait(l *rate.Limiter, now time.Time) time.Duration {
	if l == nil {
		return 0
	}
	missing := 1 - l.TokensAt(now)
	if missing <= 0 {
		return 0
	}
	return time.Duration(missing / float64(l.Limit()) * float64(time.Second))
}

func (r *Rates) of(caller string) *rate.Limiter {
	if r.each.Rate <= 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.recent[caller]
	if l != nil {
		return l
	}
	if l = r.old[caller]; l == nil {
		l = rate.NewLimiter(rate.Limit(r.each.Rate), r.each.Burst)
	}
	if len(r.recent) >= mostCallers {
		r.old, r.recent = r.recent, map[string]*rate.Limiter{}
	}
	r.recent[caller] = l
	return l
}
