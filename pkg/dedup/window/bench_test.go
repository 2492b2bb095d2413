package window_test

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/story"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// BenchmarkRedis tells what an article costs Redis itself, in µs of its processor.
func BenchmarkRedis(b *testing.B) {
	rdb := localtest.Redis(b)
	index := window.NewRedis(rdb, 72*time.Hour, time.Now)
	cpu := func() float64 { return usedCPU(b, rdb) }
	before, articles := cpu(), 0
	for b.Loop() {
		batch := make([]window.Entry, 16)
		for i := range batch {
			articles++
			body := ""
			for w := range 400 {
				body += fmt.Sprintf("w%d ", (articles*7919+w*w*31)%20011)
				if w%20 == 19 {
					body += "ends. "
				}
			}
			batch[i] = window.Entry{Article: fmt.Sprintf("%016d", articles), At: time.Now(), Print: near.Of("", body), Features: story.Of("", body)}
		}
		_, err := index.Claim(b.Context(), batch)
		require.NoError(b, err)
		for i := range batch {
			batch[i].Sequence, batch[i].Story = uint64(articles-15+i), batch[i].Article
		}
		require.NoError(b, index.Put(b.Context(), batch))
	}
	b.ReportMetric((cpu()-before)/float64(articles), "redis-µs/article")
}

var used = regexp.MustCompile(`used_cpu_(?:user|sys):([0-9.]+)`)

func usedCPU(b *testing.B, rdb redis.UniversalClient) (us float64) {
	b.Helper()
	info, err := rdb.Info(b.Context(), "cpu").Result()
	require.NoError(b, err)
	for _, found := range used.FindAllStringSubmatch(info, -1) {
		seconds, err := strconv.ParseFloat(found[1], 64)
		require.NoError(b, err)
		us += seconds * 1e6
	}
	return us
}
