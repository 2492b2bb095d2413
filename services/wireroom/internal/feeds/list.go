package feeds

import (
	"cmp"
	"context"
	"time"

	"github.com/wireroom/wireroom/pkg/inspect/feeds"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/providers"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// List is `feeds list`.
type List struct {
	providers.File
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (List) Help() string {
	return `An address that answers with a permanent redirect is asked where that leads once it led to a feed three times in a row. Users and queries of addresses are left out.

    wireroom feeds list
    wireroom feeds list --json`
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
func (c *List) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	bucket, done, err := open(ctx, t, c.File)
	if err != nil {
		return err
	}
	defer done()
	n := 0
	table := con.Table("PROVIDER", "ADDRESS", "ASKED AT", "NEXT", ">FAILURES", "LAST FAILURE")
	for _, p := range bucket.list {
		for _, what := range p.Polls {
			s, _, err := bucket.Read(ctx, p.ID, what.URL)
			if err != nil {
				return err
			}
			n++
			row := polled{p.ID, feeds.Shown(what.URL), feeds.Shown(cmp.Or(s.Moved, what.URL)), s.Next, s.Gone, s.Failures, s.Failure}
			if c.JSON {
				if err := con.JSON(row); err != nil {
					return err
				}
				continue
			}
			table.Row(row.Provider, row.URL, askedAt(row), nextOf(row), row.Failures, cmp.Or(row.Failure, "-"))
		}
	}
	switch {
	case c.JSON:
	case n == 0:
		con.Notef("No provider of %s has an address that is polled.", c.Path(t))
	default:
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
