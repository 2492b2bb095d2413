package bench

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup/near"
)

func TestTheRelayMovesEverything(t *testing.T) {
	t.Parallel()
	material, _ := texts("")
	rate, err := relay(t.Context(), t.TempDir(), time.Minute, [][]byte{document(article(material, "1"), "1", 5)}, 500)
	require.NoError(t, err)
	require.Positive(t, rate)
}

func BenchmarkRelay(b *testing.B) {
	material, _ := texts("../../../../../shared/corpus")
	var bodies [][]byte
	for i := range 1000 {
		bodies = append(bodies, document(article(material, strconv.Itoa(i)), "1", 5))
	}
	for b.Loop() {
		rate, err := relay(b.Context(), b.TempDir(), 2*time.Minute, bodies, 20000)
		require.NoError(b, err)
		b.ReportMetric(rate, "articles/s")
	}
}

func TestNoArticleOfABenchRepeatsAnother(t *testing.T) {
	t.Parallel()
	material, _ := texts("")
	prints := make([]near.Print, 100)
	for i := range prints {
		a := article(material, strconv.Itoa(i))
		require.LessOrEqual(t, len(a.Body), articleBytes)
		require.Equal(t, a, article(material, strconv.Itoa(i)))
		prints[i] = near.Of(a.Title, a.Body)
	}
	for i := range prints {
		for j := range i {
			require.Equal(t, near.None, near.Compare(prints[i], prints[j]).Kind, "%d and %d", i, j)
		}
	}
}
