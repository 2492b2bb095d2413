package relate

import (
	"fmt"
	"time"
)

// Config says with what an article is compared.
type Config struct {
	Off    bool          `desc:"look for no duplicates and stories"`
	Window time.Duration `default:"72h" desc:"an article is compared with those published at most so long before it, two weeks at most: what it repeats is marked, and what is about the same event is one story"`
}

const (
	defaultWindow = 72 * time.Hour
	maxWindow     = 14 * 24 * time.Hour
)

// Validate checks the ranges.
func (c Config) Validate() error {
	if c.Window < 0 || c.Window > maxWindow {
		return fmt.Errorf("WIREROOM_DUPLICATES_WINDOW is %s: it has to be more than 0 and at most %s", c.Window, maxWindow)
	}
	return nil
}

// WithDefaults fills in what is not said.
func (c Config) WithDefaults() Config {
	if c.Window == 0 {
		c.Window = defaultWindow
	}
	return c
}
