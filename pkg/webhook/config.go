package webhook

import (
	"fmt"
	"time"
)

// Config is what an operator sets about webhooks.
type Config struct {
	AllowPrivate bool          `split_words:"true" desc:"whether webhooks may be sent to private addresses and by plain http: for tests, and for receivers within one's own network"`
	Timeout      time.Duration `default:"15s" desc:"how long a receiver of webhooks may take to answer"`
	FirstRetry   time.Duration `split_words:"true" default:"5s" desc:"how long after a failure it is tried again; the time doubles with each further one, with some jitter"`
	MaxRetry     time.Duration `split_words:"true" default:"1h" desc:"the longest time between two tries"`
	GiveUp       time.Duration `split_words:"true" default:"48h" desc:"how long a message is tried again before the webhook is paused; nothing is lost, it goes on there when it is resumed. Where the receiver takes others meanwhile, this one alone is left out, but for kills"`
	PerOwner     int           `split_words:"true" default:"20" desc:"webhooks that one consumer may have"`
	Total        int           `default:"500" desc:"webhooks of all consumers together"`
}

// Validate checks the ranges.
func (c Config) Validate() error {
	if c.Timeout < time.Second || c.Timeout > time.Minute {
		return fmt.Errorf("WIREROOM_WEBHOOKS_TIMEOUT is %s: it has to be from 1s to 1m", c.Timeout)
	}
	if c.FirstRetry < 10*time.Millisecond || c.MaxRetry < c.FirstRetry || c.GiveUp < c.FirstRetry {
		return fmt.Errorf("WIREROOM_WEBHOOKS_FIRST_RETRY is %s: it has to be 10ms at least, and not longer than _MAX_RETRY (%s) and _GIVE_UP (%s)", c.FirstRetry, c.MaxRetry, c.GiveUp)
	}
	if c.PerOwner < 0 || c.Total < 0 {
		return fmt.Errorf("WIREROOM_WEBHOOKS_PER_OWNER (%d) and _TOTAL (%d) must not be negative", c.PerOwner, c.Total)
	}
	return nil
}

// backoff is how long to wait after the n-th failure, n from 1: the first time doubled
// up to the longest, less up to a fifth by random, which is from 0 to 1.
func (c Config) backoff(n int, random float64) time.Duration {
	d := c.FirstRetry
	for i := 1; i < n && d < c.MaxRetry; i++ {
		d *= 2
	}
	d = min(d, c.MaxRetry)
	return d - time.Duration(float64(d)*random/5)
}
