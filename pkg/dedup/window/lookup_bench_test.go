package window_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
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

var articles = flag.Int("articles", 10_000, "how many articles are in the window of BenchmarkLookUp")

// BenchmarkLookUp tells how long a look-up takes with many articles in the window, the
// median, the 90th and the 99th percentile, and how many bytes of Redis an article takes. With a million:
// go test -run '^$' -bench LookUp -benchtime 5000x ./pkg/dedup/window -args -articles 1000000
func BenchmarkLookUp(b *testing.B) {
	rdb := localtest.Redis(b)
	index := window.NewRedis(rdb, 72*time.Hour, time.Now)
	made := newMaker()
	before := usedMemory(b, rdb)
	made.fill(b, index, *articles)
	bytes := float64(usedMemory(b, rdb)-before) / float64(*articles)
	var took []time.Duration
	cpu := usedCPU(b, rdb)
	for b.Loop() {
		e := made.entry(time.Now())
		began := time.Now()
		_, err := index.Claim(b.Context(), []window.Entry{e})
		took = append(took, time.Since(began))
		require.NoError(b, err)
	}
	b.ReportMetric((usedCPU(b, rdb)-cpu)/float64(len(took)), "redis-µs/look-up")
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*90/100].Microseconds()), "p90-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(bytes, "redis-B/article")
}

var usedBytes = regexp.MustCompile(`used_memory:([0-9]+)`)

func usedMemory(b *testing.B, rdb redis.UniversalClient) int {
	b.Helper()
	info, err := rdb.Info(b.Context(), "memory").Result()
	require.NoError(b, err)
	n, err := strconv.Atoi(usedBytes.FindStringSubmatch(info)[1])
	require.NoError(b, err)
	return n
}

// maker makes entries of articles of some 400 words, as full as those of real ones.
type maker struct {
	random *rand.Rand
	words  *rand.Zipf
	n      int
}

func newMaker() *maker {
	random := rand.New(rand.NewPCG(1, 2))
	return &maker{random: random, words: rand.NewZipf(random, 1.2, 40, 60_000)}
}

// fill enters articles that are spread over the window.
func (m *maker) fill(b *testing.B, index window.Index, n int) {
	b.Helper()
	const batch = 64
	now := time.Now()
	for done := 0; done < n; done += batch {
		entries := make([]window.Entry, min(batch, n-done))
		for i := range entries {
			entries[i] = m.entry(now.Add(-71 * time.Hour * time.Duration(n-done-i) / time.Duration(n)))
			entries[i].Sequence, entries[i].Story = uint64(m.n), entries[i].Article
		}
		require.NoError(b, index.Put(b.Context(), entries))
	}
}

// entry makes one whose bands are its own, but for one in eight that others have too, and
// whose words are as frequent as words are.
func (m *maker) entry(at time.Time) window.Entry {
	m.n++
	p := near.Print{Exact: m.random.Uint64(), Words: 400, Below: 1 << 23}
	for range near.MaxBands {
		band := m.random.Uint32()
		if band%8 == 0 {
			band %= 1 << 16
		}
		p.Bands = append(p.Bands, band)
	}
	for range 256 {
		p.Shingles = append(p.Shingles, m.random.Uint32()>>9)
	}
	for range 20 {
		p.Figures, p.Names = append(p.Figures, uint16(m.random.Uint32())), append(p.Names, uint16(m.random.Uint32()))
	}
	for _, list := range [][]uint16{p.Figures, p.Names} {
		slices.Sort(list)
	}
	slices.Sort(p.Shingles)
	return window.Entry{Article: fmt.Sprintf("%016d", m.n), At: at, Print: p, Features: m.features()}
}

func (m *maker) features() story.Features {
	var out story.Features
	for range story.MaxTerms {
		out = append(out, story.Term{Hash: uint32(m.words.Uint64()), Weight: uint8(20 + m.random.IntN(60))})
	}
	slices.SortFunc(out, func(a, b story.Term) int { return int(a.Hash) - int(b.Hash) })
	return slices.CompactFunc(out, func(a, b story.Term) bool { return a.Hash == b.Hash })
}
