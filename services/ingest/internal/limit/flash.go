package limit

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Flashes bounds how many documents of one provider take the flash lane because they
// look urgent: who marks everything so must not delay the flashes of others.
type Flashes struct {
	rate  rate.Limit
	burst int

	mu   sync.Mutex
	byID map[string]*rate.Limiter
}

// NewFlashes lets each provider have burst flashes at once and perSecond in the long
// run. 0 a second is no limit, as a nil Flashes is.
func NewFlashes(perSecond float64, burst int) *Flashes {
	if perSecond <= 0 {
		return nil
	}
	return &Flashes{rate: rate.Limit(perSecond), burst: burst, byID: map[string]*rate.Limiter{}}
}

// Admit counts a flash, or says that the provider has had its number.
func (f *Flashes) Admit(provider string, now time.Time) bool {
	if f == nil {
		return true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.byID[provider]
	if l == nil {
		l = rate.NewLimiter(f.rate, f.burst)
		f.byID[provider] = l
	}
	return l.AllowN(now, 1)
}
