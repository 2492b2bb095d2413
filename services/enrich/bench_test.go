package enrich_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich"
)

// enrichers in their order; each is measured as what it adds to those before it,
// since later ones use what earlier ones found.
var enrichers = []string{"language", "topic", "keywords", "summary", "reading", "names", "places"}

// BenchmarkSteps enriches stories of Reuters' wire in which nobody named a language:
// with all enrichers, then with the first one, the first two, and so on. The difference
// of two neighbours is what an enricher costs.
func BenchmarkSteps(b *testing.B) {
	stories := reuters(b)
	for n := len(enrichers); n >= 0; n-- {
		name := "all"
		if n < len(enrichers) {
			name = fmt.Sprintf("first%d", n)
			if n > 0 {
				name += "-to-" + enrichers[n-1]
			}
		}
		b.Run(name, func(b *testing.B) {
			r := rules(b, enrich.Settings{Off: enrichers[n:]})
			env := &contract.Envelope{Provider: "reuters"}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, _, err := r.Enrich(b.Context(), stories[i%len(stories)], env); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

func reuters(b *testing.B) []*ninjs.Item {
	b.Helper()
	f, err := os.Open(localtest.Corpus(b, "reuters21578", "000.ndjson.gz"))
	require.NoError(b, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(b, err)
	var out []*ninjs.Item
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var story struct{ Title, Body string }
		require.NoError(b, json.Unmarshal(lines.Bytes(), &story))
		out = append(out, &ninjs.Item{URI: "urn:x-sample:1", Type: ninjs.TypeText, Title: story.Title,
			Headlines: []ninjs.Text{{Value: story.Title}}, Bodies: []ninjs.Body{{ContentType: "text/plain", Value: story.Body}}})
	}
	require.NoError(b, lines.Err())
	return out
}
