package feeds

import (
	"context"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Reset is `feeds reset`.
type Reset struct{ Chosen }

// Help has examples.
func (Reset) Help() string {
	return `The address of the file is asked again within 15 seconds, and what it has counts as new only if its content differs from what came last.

    wireroom feeds reset acme
    wireroom feeds reset acme https://acme.example/rss`
}

// Run resets.
func (c *Reset) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	return c.each(ctx, t, con, "reset, polled within 15 s", func(s states, id, address string) (bool, error) {
		return s.Reset(ctx, id, address)
	})
}
