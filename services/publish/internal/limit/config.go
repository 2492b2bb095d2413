package limit

import (
	"fmt"
	"math"
)

// Config is how much of the API callers may ask for. A rate of 0 is no limit.
type Config struct {
	ConsumerRate   float64 `split_words:"true" default:"1000" desc:"requests a second that one consumer may make of the API in the long run; what is beyond is answered with 429. 0 is no limit. Counted for all replicas together in Redis; while that is away, in each process"`
	ConsumerBurst  int     `split_words:"true" default:"5000" desc:"requests that one consumer may make at once"`
	AnonymousRate  float64 `split_words:"true" default:"500" desc:"requests a second that one address (IPv4, or the /64 of IPv6) may make without a key in the long run; 0 is no limit"`
	AnonymousBurst int     `split_words:"true" default:"5000" desc:"requests that one address may make without a key at once"`
}

// Validate checks the ranges.
func (c Config) Validate() error {
	for _, l := range []struct {
		name  string
		rate  float64
		burst int
	}{{"WIREROOM_LIMIT_CONSUMER", c.ConsumerRate, c.ConsumerBurst}, {"WIREROOM_LIMIT_ANONYMOUS", c.AnonymousRate, c.AnonymousBurst}} {
		if math.IsNaN(l.rate) || l.rate < 0 || l.rate > 1e6 || l.rate > 0 && (l.burst < 1 || l.burst > 1e6) {
			return fmt.Errorf("%s_RATE is %v and _BURST %d: a rate is from 0 to 1000000, with a burst from 1 to 1000000", l.name, l.rate, l.burst)
		}
		if l.rate > 0 && l.rate < 0.001 {
			return fmt.Errorf("%s_RATE is %v: it has to be 0.001 at least, or 0 for no limit", l.name, l.rate)
		}
	}
	return nil
}
