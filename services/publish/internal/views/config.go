package views

import (
	"hash/fnv"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Config of the view counts. The zero value of a field means its default.
type Config struct {
	Lease    time.Duration `default:"5s" desc:"how long a reader that has died keeps its shards from others"`
	Snapshot time.Duration `default:"30s" desc:"how often changed counts are saved; what is not saved yet is counted again from the stream after a loss of Redis"`
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

// shardOf gives the shard of an article: the same for ever, in every process.
func shardOf(article string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(article))
	return int(h.Sum32() % contract.ViewShards)
}

// keys of a shard in Redis share a hash tag, so that one script may touch them
// all on a cluster too.
type keys struct{ prefix string }

func keysOf(shard int) keys { return keys{"wireroom:{v" + strconv.Itoa(shard) + "}:"} }

func (k keys) seq() string                   { return k.prefix + "seq" }
func (k keys) counts() string                { return k.prefix + "n" }
func (k keys) trend() string                 { return k.prefix + "t" }
func (k keys) viewers(article string) string { return k.prefix + "u:" + article }
func (k keys) temp(what, token string) string {
	return k.prefix + "tmp:" + what + ":" + token
}
