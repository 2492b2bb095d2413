package providers

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Polls is `providers polls`.
type Polls struct {
	File
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (Polls) Help() string {
	return `An address that answers with a permanent redirect is asked where that leads once it led to a feed three times in a row. Users and queries of addresses are left out.

    wireroom providers polls
    wireroom providers polls --json`
}

// polled is what --json writes of an address.
type polled struct {
	Provider string    `json:"provider"`
	URL      string    `json:"url"`
	Asked    string    `json:"asked"` // the address that is asked: another one if it moved
	Next     time.Time `json:"next"`
	Gone     bool      `json:"gone,omitempty"`
	Failures int       `json:"failures,omitempty"`
	Failure  string    `json:"failure,omitempty"`
}

// Run lists.
func (c *Polls) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	bucket, done, err := open(ctx, t, c.File)
	if err != nil {
		return err
	}
	defer done()
	table := con.Table("PROVIDER", "ADDRESS", "ASKED AT", "NEXT", ">FAILURES", "LAST FAILURE")
	for _, p := range bucket.list {
		for _, what := range p.Polls {
			s, _, err := bucket.read(ctx, p.ID, what.URL)
			if err != nil {
				return err
			}
			row := polled{p.ID, shown(what.URL), shown(cmp.Or(s.Moved, what.URL)), s.Next, s.Gone, s.Failures, s.Failure}
			if c.JSON {
				if err := con.JSON(row); err != nil {
					return err
				}
				continue
			}
			table.Row(row.Provider, row.URL, askedAt(row), nextOf(row), row.Failures, dash(row.Failure))
		}
	}
	if !c.JSON {
		table.Write()
	}
	return nil
}

func askedAt(p polled) string {
	if p.Asked == p.URL {
		return "the same"
	}
	return p.Asked
}

func nextOf(p polled) string {
	switch {
	case p.Gone:
		return "never: gone"
	case p.Next.IsZero():
		return "now"
	default:
		return p.Next.UTC().Format(time.RFC3339)
	}
}

// shown is an address without what may be a secret in it.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an address that can't be read"
	}
	if u.User = nil; u.RawQuery != "" {
		u.RawQuery = "-"
	}
	return u.String()
}

// states is the bucket of what is polled, with the providers of the file.
type states struct {
	kv   jetstream.KeyValue
	list []provider.Provider
}

func open(ctx context.Context, t *target.Target, f File) (s states, done func(), err error) {
	if s.list, err = f.Load(t); err != nil {
		return s, nil, err
	}
	wire, err := t.Connect(ctx, nil)
	if err != nil {
		return s, nil, err
	}
	if s.kv, err = wire.JS.KeyValue(ctx, contract.BucketPoll); err != nil {
		wire.Close()
		return s, nil, fmt.Errorf("open the bucket %s: %w", contract.BucketPoll, err)
	}
	return s, wire.Close, nil
}

// read gives the state of an address, an empty one with revision 0 if it was never asked.
func (s states) read(ctx context.Context, id, address string) (state provider.PollState, revision uint64, err error) {
	entry, err := s.kv.Get(ctx, provider.PollKey(id, address))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return state, 0, nil
	}
	if err == nil {
		err = json.Unmarshal(entry.Value(), &state)
	}
	if err != nil {
		return state, 0, fmt.Errorf("read what is known of an address of %s: %w", id, err)
	}
	return state, entry.Revision(), nil
}
