package page

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// The live wire stays open on a desk all day: what comes appears, what is killed goes, and the
// page does not grow. `make watch WATCH=10m` looks for longer.
func TestTheLiveWireIsWatched(t *testing.T) {
	t.Parallel()
	long, err := time.ParseDuration(os.Getenv("WIREROOM_WATCH"))
	if err != nil {
		long = 5 * time.Second
	}
	b := open(t)
	r := rig.Start(t, &binaries, rig.Options{})
	b.goTo(r.Publish + "/")
	b.until(`document.getElementById("live").textContent === "live"`)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go busy(ctx, r)
	var slowest time.Duration
	end, pushed, killed := time.Now().Add(long), 0, 0
	for ; time.Now().Before(end) || pushed < 20; pushed++ {
		name := fmt.Sprint("story-", pushed)
		push(t, r, name, 1, map[string]any{"bodies": []any{map[string]any{"role": "main", "contentType": "text/plain", "value": words(pushed)}}})
		began := time.Now()
		b.until(row(name))
		slowest = max(slowest, time.Since(began))
		if pushed%5 == 4 {
			push(t, r, name, 2, map[string]any{"pubStatus": "canceled"})
			b.until("!" + row(name) + " || " + row(name) + ".matches('.is-killed, .killed')")
			killed++
		}
		if pushed%500 == 0 {
			t.Logf("%d pushed: %d elements, %d rows, %.1f MB of heap", pushed, elements(b), rows(b), eval[float64](b, "performance.memory.usedJSHeapSize / 1e6"))
		}
	}
	t.Logf("%d pushed and %d of them killed in %s, the slowest was there after %s; %d elements, %d rows, %.1f MB of heap at the end", pushed, killed, long, slowest, elements(b), rows(b),
		eval[float64](b, "performance.memory.usedJSHeapSize / 1e6"))
	require.Equal(t, "live", eval[string](b, `document.getElementById("live").textContent`))
	require.LessOrEqual(t, rows(b), 200)
	require.Empty(t, b.complaints(), "the browser complains")
}

// busy pushes other stories without a pause, of which the page shows the latest.
func busy(ctx context.Context, r *rig.Rig) {
	for n := 1_000_000; service.Pause(ctx, 50*time.Millisecond) == nil; n++ {
		body := fmt.Sprintf(`{"uri":%q,"type":"text","version":"1","language":"en","urgency":6,"headlines":[{"value":"Other story %d"}],"bodies":[{"contentType":"text/plain","value":%q}]}`, uri(fmt.Sprint(n)), n, words(n))
		_, _, _ = r.Push(ctx, rig.Document{Body: []byte(body), ContentType: "application/json"})
	}
}

// words is a text of a number, unlike that of any other.
func words(n int) string {
	random := rand.New(rand.NewPCG(uint64(n), 1))
	var out strings.Builder
	for range 60 {
		for range 3 + random.IntN(6) {
			out.WriteByte(byte('a' + random.IntN(26)))
		}
		out.WriteByte(' ')
	}
	return out.String()
}

func elements(b *browser) int { return eval[int](b, "document.querySelectorAll('*').length") }

func rows(b *browser) int {
	return eval[int](b, "document.querySelectorAll('#wire > [data-id]').length")
}
