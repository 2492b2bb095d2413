package normalize

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func BenchmarkParseDelivery(b *testing.B) {
	data, err := os.ReadFile("/tmp/doc.json")
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		a, err := Parse(Delivery{ID: "x", Provider: "bench", Sequence: 7, Data: data, ContentType: "application/json", Received: time.Now()}, Settings{})
		if err != nil || a[0].Err != nil {
			b.Fatal(err)
		}
	}
}
