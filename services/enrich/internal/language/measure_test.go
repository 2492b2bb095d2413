package language_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// TestMeasureReuters: English is found in the first 400 characters of Reuters' stories,
// many of which are tables of figures.
func TestMeasureReuters(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	files, err := filepath.Glob(filepath.Join(localtest.Corpus(t, "reuters21578"), "*.ndjson.gz"))
	require.NoError(t, err)
	right, all := 0, 0
	for _, name := range files {
		for _, body := range bodies(t, name) {
			body = body[:min(len(body), 400)]
			all++
			if enrich(t, e, "", body).Language == "en" {
				right++
			}
		}
	}
	require.Positive(t, all)
	localtest.Measured(t, localtest.Measurement{Set: "`reuters21578/`", Measure: "language right at 400 characters",
		Value: float64(right) / float64(all), Bar: 0.98})
}

func bodies(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	var out []string
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var story struct{ Body string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &story))
		out = append(out, story.Body)
	}
	require.NoError(t, lines.Err())
	return out
}
