package limit

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Rule is the limit of one caller: Rate a second in the long run and Burst at once.
type Rule struct {
	Key   string
	Rate  float64 // more than 0
	Burst int     // more than 0
}

// fill is how long n take to come back.
func (r Rule) fill(n float64) time.Duration {
	return time.Duration(n / r.Rate * float64(time.Second))
}

// State is how a rule stands.
type State struct {
	Rule
	Busy time.Duration // until its bucket is full again
}

// Left is how many more may come at once, 0 at least.
func (s State) Left() int { return max(0, s.Burst-int(s.Busy.Seconds()*s.Rate+0.999)) }

// Wait is how long until one more may come.
func (s State) Wait() time.Duration { return max(0, s.Busy+s.fill(1)-s.fill(float64(s.Burst))) }

// Limiter counts. Without Redis, in this process alone.
type Limiter struct {
	rdb   redis.UniversalClient
	own   memory
	clock func() time.Time
	until atomic.Int64 // Redis is left alone till then, unix nanoseconds
}

// New makes it; rdb may be nil.
func New(rdb redis.UniversalClient, clock func() time.Time) *Limiter {
	return &Limiter{rdb: rdb, clock: clock, own: memory{clock: clock}}
}

const (
	askLimit = 250 * time.Millisecond // for an answer of Redis
	pause    = time.Second            // after a failure of it
)

// Take takes one of each rule if all have one, and tells how each stands after it.
func (l *Limiter) Take(ctx context.Context, rules ...Rule) (states []State, ok bool) {
	return l.do(ctx, 1, false, rules)
}

// Look tells how each rule stands, and whether all have one.
func (l *Limiter) Look(ctx context.Context, rules ...Rule) (states []State, ok bool) {
	return l.do(ctx, 0, false, rules)
}

// Charge takes n of each rule. More than there is makes a debt, of its burst at most.
func (l *Limiter) Charge(ctx context.Context, n int, rules ...Rule) { l.do(ctx, n, true, rules) }

func (l *Limiter) do(ctx context.Context, n int, force bool, rules []Rule) ([]State, bool) {
	if len(rules) == 0 {
		return nil, true
	}
	now := l.clock().UnixNano()
	if l.rdb == nil || l.until.Load() > now {
		return l.own.do(n, force, rules)
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	states, ok, err := inRedis(ctx, l.rdb, n, force, rules)
	if err != nil {
		if !errors.Is(ctx.Err(), context.Canceled) { // the caller has left: no fault of Redis
			l.until.Store(now + int64(pause))
		}
		return l.own.do(n, force, rules)
	}
	return states, ok
}
