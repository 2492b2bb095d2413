package providers

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Reset is `providers reset`.
type Reset struct {
	ID  string `arg:"" name:"id" help:"The provider's id."`
	URL string `arg:"" optional:"" name:"url" help:"One address as the file has it; else all of the provider."`
	File
}

// Help has examples.
func (Reset) Help() string {
	return `The address of the file is asked again within five minutes, and what it has counts as new only if its content differs from what came last.

    wireroom providers reset acme
    wireroom providers reset acme https://acme.example/rss`
}

// Run resets.
func (c *Reset) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	bucket, done, err := open(ctx, t, c.File)
	if err != nil {
		return err
	}
	defer done()
	n := 0
	for _, p := range bucket.list {
		for _, what := range p.Polls {
			if p.ID != c.ID || c.URL != "" && c.URL != what.URL {
				continue
			}
			n++
			if err := bucket.reset(ctx, p.ID, what.URL); err != nil {
				return err
			}
		}
	}
	if n == 0 {
		return fmt.Errorf("provider %s has no such polled address in %s", c.ID, c.path(t))
	}
	con.Printf("%s reset\n", console.Plural(n, "polled URL"))
	return nil
}

// reset writes the state without what was learnt. A poll that is under way at the same
// time writes later or first; of two writes of one revision one is refused, and told.
func (s states) reset(ctx context.Context, id, address string) error {
	state, revision, err := s.read(ctx, id, address)
	if err != nil || revision == 0 {
		return err
	}
	state.Reset()
	return s.write(ctx, id, address, state, revision)
}

func (s states) write(ctx context.Context, id, address string, state provider.PollState, revision uint64) error {
	data, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("reset an address of %s: %w", id, err)
	}
	if _, err := s.kv.Update(ctx, provider.PollKey(id, address), data, revision); err != nil {
		return fmt.Errorf("reset an address of %s, which is polled just now perhaps: %w", id, err)
	}
	return nil
}
