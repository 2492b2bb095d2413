// Package limit counts each provider's pushes against its rate.
//
// It takes the time from outside and knows nothing of HTTP. The rate is counted in
// each process by itself.
package limit

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/wireroom/wireroom/pkg/provider"
)

// Rates has one limiter for each provider.
type Rates struct {
	mu   sync.Mutex
	byID map[string]limiter
}

type limiter struct {
	limits provider.Limits
	*rate.Limiter
}

// NewRates starts with full buckets.
func NewRates() *Rates { return &Rates{byID: map[string]limiter{}} }

// Take takes one push; 0 means go ahead, more is how long to wait before there is
// room for one. A changed limit counts at once.
func (r *Rates) Take(p provider.Provider, now time.Time) time.Duration {
	if p.Limits.Rate <= 0 {
		return 0
	}
	l := r.of(p)
	res := l.ReserveN(now, 1)
	wait := res.DelayFrom(now)
	if wait > 0 {
		res.CancelAt(now)
	}
	return wait
}

func (r *Rates) of(p provider.Provider) limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.byID[p.ID]
	if !ok || l.limits != p.Limits {
		l = limiter{p.Limits, rate.NewLimiter(rate.Limit(p.Limits.Rate), p.Limits.Burst)}
		r.byID[p.ID] = l
	}
	return l
}
