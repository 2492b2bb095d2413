package feeds

import (
	"context"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Poll is `feeds poll`.
type Poll struct{ Chosen }

// Help has examples.
func (Poll) Help() string {
	return `The services ask within 15 seconds; 'wireroom feeds' shows what came of it. An address that is gone (410) is asked again after 'wireroom feeds reset' alone.

    wireroom feeds poll acme
    wireroom feeds poll acme https://acme.example/rss`
}

// Run polls.
func (c *Poll) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	return c.each(ctx, t, con, "polled within 15 s", func(s states, id, address string) (bool, error) {
		return s.Poll(ctx, id, address)
	})
}
