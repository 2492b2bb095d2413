package bench

import (
	"context"
	"encoding/json"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// ViewsCmd is `bench views`.
type ViewsCmd struct {
	Views    int    `default:"2000000" help:"Views of a load, in batches of 100 (default: ${default})."`
	Articles int    `default:"500" help:"Articles that are viewed (default: ${default})."`
	Pairs    int    `default:"3" help:"How often views and INCRs take turns (default: ${default})."`
	Clients  int    `default:"64" help:"Connections that post views, and that send INCRs (default: ${default})."`
	Sync     bool   `help:"Sync every write of the broker, as a cluster does."`
	Dir      string `type:"path" help:"Where the streams are: a folder on the disk to be measured; else a temporary one."`
	JSON     bool   `name:"json" help:"Print the results as JSON."`
}

// Help has examples.
func (ViewsCmd) Help() string {
	return `Posts views to the API of a wire in one process, each by another viewer, and waits until the last one is counted; then sends as many INCRs in pipelines of 100 to the same Redis. It fails if a count is not exact. The limits on what callers may post are off.

    wireroom bench views
    wireroom bench views --views 200000 --sync --dir /mnt/disk`
}

// Run measures.
func (c *ViewsCmd) Run(ctx context.Context, con *console.Console) error {
	out := con.Out
	if c.JSON {
		out = con.Err
	}
	result, err := Views(ctx, out, ViewOptions{Views: c.Views, Articles: c.Articles, Pairs: c.Pairs, Clients: c.Clients, SyncAlways: c.Sync, Dir: c.Dir})
	if err != nil || !c.JSON {
		return err
	}
	enc := json.NewEncoder(con.Out)
	enc.SetIndent("", "  ")
	return enc.Encode(result)
}
