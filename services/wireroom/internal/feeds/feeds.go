// Package feeds is the commands on polled addresses: where each is asked, and when.
//
// Which there are says the providers file; what was learnt of them stands in a bucket of
// the wire.
package feeds

import (
	"context"
	"fmt"

	"github.com/wireroom/wireroom/pkg/inspect/feeds"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/providers"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	List  List  `cmd:"" default:"withargs" help:"List the polled addresses: where each is asked, when next, and what failed last."`
	Poll  Poll  `cmd:"" help:"Have addresses polled now."`
	Reset Reset `cmd:"" help:"Forget where addresses moved, or that they are gone, and have them polled now."`
}

// Chosen says which addresses.
type Chosen struct {
	ID  string `arg:"" name:"id" help:"The provider's id."`
	URL string `arg:"" optional:"" name:"url" help:"One address as the file has it; else all of the provider."`
	providers.File
}

// states is the bucket of what is polled, with the providers of the file.
type states struct {
	feeds.States
	list []provider.Provider
}

func open(ctx context.Context, t *target.Target, f providers.File) (s states, done func(), err error) {
	if s.list, err = f.Load(t); err != nil {
		return s, nil, err
	}
	wire, err := t.Connect(ctx, nil)
	if err != nil {
		return s, nil, err
	}
	if s.States, err = feeds.Open(ctx, wire.JS); err != nil {
		wire.Close()
		return s, nil, err
	}
	return s, wire.Close, nil
}

// each does something with the chosen addresses, and tells of each what came of it.
func (c *Chosen) each(ctx context.Context, t *target.Target, con *console.Console, did string, do func(states, string, string) (bool, error)) error {
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
			known, err := do(bucket, p.ID, what.URL)
			if err != nil {
				return err
			}
			came := did
			if !known {
				came = "never polled so far, which happens in any case"
			}
			con.Printf("%s  %s\n", feeds.Shown(what.URL), came)
		}
	}
	if n == 0 {
		return fmt.Errorf("provider %s has no such polled address in %s", c.ID, c.Path(t))
	}
	return nil
}
