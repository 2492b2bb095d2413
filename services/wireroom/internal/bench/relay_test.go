package bench

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheRelayMovesEverything(t *testing.T) {
	t.Parallel()
	material, _ := texts("")
	rate, err := relay(t.Context(), t.TempDir(), time.Minute, [][]byte{document(material[0], "1", 5)}, 500)
	require.NoError(t, err)
	require.Positive(t, rate)
}

func BenchmarkRelay(b *testing.B) {
	material, _ := texts("../../../../../shared/corpus")
	var bodies [][]byte
	for _, m := range material {
		bodies = append(bodies, document(m, "1", 5))
	}
	for b.Loop() {
		rate, err := relay(b.Context(), b.TempDir(), 2*time.Minute, bodies, 20000)
		require.NoError(b, err)
		b.ReportMetric(rate, "articles/s")
	}
}
