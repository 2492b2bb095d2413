package views

import "time"

// Config of the view counts. The zero value of a field means its default.
type Config struct {
	Lease    time.Duration `default:"5s" desc:"how long a reader that has died keeps its shards from others"`
	Snapshot time.Duration `default:"30s" desc:"how often changed counts are saved; what is not saved yet is counted again from the stream after a loss of the store"`
	HalfLife time.Duration `split_words:"true" default:"6h" desc:"after how long a view counts half for the trending score"`
}

func (c Config) withDefaults() Config {
	if c.Lease == 0 {
		c.Lease = 5 * time.Second
	}
	if c.Snapshot == 0 {
		c.Snapshot = 30 * time.Second
	}
	if c.HalfLife == 0 {
		c.HalfLife = 6 * time.Hour
	}
	return c
}
