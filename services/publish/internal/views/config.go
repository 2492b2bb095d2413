package views

import (
	"fmt"
	"time"
)

// Config of the view counts. The zero value of a field means its default.
type Config struct {
	Lease    time.Duration `default:"5s" desc:"how long a reader that has died keeps its shards from others"`
	Snapshot time.Duration `default:"30s" desc:"how often changed counts are saved; what is not saved yet is counted again from the stream after a loss of the store"`
	// DoubleClick is negative where every view counts.
	DoubleClick time.Duration `split_words:"true" default:"30s" desc:"a view of an article by the same viewer that follows another one within this time is a doubled click and does not count, in full seconds and an hour at most; negative: each counts. Views that name no viewer always count"`
	HalfLife    time.Duration `split_words:"true" default:"6h" desc:"after how long a view counts half for the trending score"`
}

func (c Config) withDefaults() Config {
	if c.Lease == 0 {
		c.Lease = 5 * time.Second
	}
	if c.Snapshot == 0 {
		c.Snapshot = 30 * time.Second
	}
	if c.DoubleClick == 0 {
		c.DoubleClick = 30 * time.Second
	}
	if c.HalfLife == 0 {
		c.HalfLife = 6 * time.Hour
	}
	return c
}

// Validate checks the ranges.
func (c Config) Validate() error {
	if d := c.DoubleClick; d > time.Hour || d > 0 && d < time.Second {
		return fmt.Errorf("WIREROOM_VIEWS_DOUBLE_CLICK is %s: it is from 1s to 1h, or negative", d)
	}
	return nil
}
