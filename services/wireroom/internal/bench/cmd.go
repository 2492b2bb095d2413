package bench

import (
	"context"
	"encoding/json"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Cmd is `bench`.
type Cmd struct {
	Wire  WireCmd  `cmd:"" default:"withargs" help:"The wire against a bare relay (the default)."`
	Views ViewsCmd `cmd:"" help:"Views through the HTTP API against bare INCRs of the same Redis."`
}

// WireCmd is `bench wire`.
type WireCmd struct {
	Articles int    `default:"20000" help:"Articles of a load (default: ${default})."`
	Pairs    int    `default:"3" help:"How often wire and relay take turns (default: ${default})."`
	Dir      string `type:"path" help:"Where the streams are: a folder on the disk to be measured; else a temporary one."`
	Corpus   string `type:"path" env:"WIREROOM_CORPUS" default:"../shared/corpus" help:"Folder of the corpus; without it articles are generated."`
	Sync     string `enum:"both,default,always" default:"both" help:"How the broker syncs: both ways in turn, ${enum} (default: ${default})."`
	NoDelays bool   `help:"Leave the runs for the delays out: shorter."`
	Profile  string `type:"path" help:"File for a CPU profile of the wire's last full load."`
	Peer     string `type:"path" help:"Program of a peer (test/peer, see make bench-peer): in each pair it moves the load through its pipelines too, and the ratio of the wire to it is printed."`
	NoRedis  bool   `help:"In each pair load a wire without Redis too, and print its ratio to the one with a Redis."`
	JSON     bool   `name:"json" help:"Print the results as JSON."`
}

// Help has examples.
func (WireCmd) Help() string {
	return `Loads the whole wire in one process over HTTP, and in the same run a bare JetStream relay of three hops with ids and acknowledgements, in turn; once with the server's default sync and once syncing every write. What counts is the ratio: the machine's speed is in both.

    wireroom bench
    wireroom bench --articles 50000 --pairs 5 --dir /mnt/disk
    wireroom bench --articles 5000 --pairs 1 --sync default --no-delays --profile cpu.pprof`
}

// Run measures.
func (c *WireCmd) Run(ctx context.Context, con *console.Console) error {
	out := con.Out
	if c.JSON {
		out = con.Err
	}
	results, err := Run(ctx, out, Options{Articles: c.Articles, Pairs: c.Pairs, Corpus: c.Corpus, Dir: c.Dir, NoRedis: c.NoRedis, Sync: c.Sync, NoDelays: c.NoDelays, Profile: c.Profile, Peer: c.Peer})
	if err != nil || !c.JSON {
		return err
	}
	enc := json.NewEncoder(con.Out)
	enc.SetIndent("", "  ")
	return enc.Encode(results)
}
