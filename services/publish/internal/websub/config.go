package websub

import (
	"fmt"
	"time"
)

// Config is what an operator sets about the hub. The zero value of a field is its default.
type Config struct {
	Total   int           `default:"200" desc:"subscriptions of all together to feeds by WebSub; negative: there is no hub"`
	PerHost int           `split_words:"true" default:"20" desc:"subscriptions whose callbacks are on one host"`
	Lease   time.Duration `default:"240h" desc:"how long a subscription holds at most, and where the subscriber says nothing"`
}

// minLease is the shortest time that a subscription is given.
const minLease = time.Minute

func (c Config) withDefaults() Config {
	if c.Total == 0 {
		c.Total = 200
	}
	if c.PerHost == 0 {
		c.PerHost = 20
	}
	if c.Lease == 0 {
		c.Lease = 240 * time.Hour
	}
	return c
}

// Validate checks the ranges.
func (c Config) Validate() error {
	if c.PerHost < 0 {
		return fmt.Errorf("WIREROOM_HUB_PER_HOST is %d: it must not be negative", c.PerHost)
	}
	if c.Lease != 0 && c.Lease < minLease {
		return fmt.Errorf("WIREROOM_HUB_LEASE is %s: it has to be %s at least", c.Lease, minLease)
	}
	return nil
}
