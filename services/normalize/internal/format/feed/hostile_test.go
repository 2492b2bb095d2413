package feed_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

// Each of these costs gofeed the square of its length, or a multiple of it by
// the namespaces in scope; the guard must refuse it before.
func TestCostlyFeedsEndQuickly(t *testing.T) {
	t.Parallel()
	const size = 4 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	tests := map[string]string{
		"text in pieces":  `<rss xmlns:n="urn:n"><channel><item><n:a>` + fill("a<!--x-->") + "</n:a></item></channel></rss>",
		"CDATA in pieces": `<rss xmlns:n="urn:n"><channel><item><n:a>` + fill("<![CDATA[ab]]>") + "</n:a></item></channel></rss>",
		"many scopes":     "<rss" + namespaces(60) + "><channel><item>" + fill("<a:b/>") + "</item></channel></rss>",
		"many namespaces": "<rss" + namespaces(100) + "><channel></channel></rss>",
	}
	for name, data := range tests {
		start := time.Now()
		_, err := feed.Parse(input(data))
		require.Equal(t, contract.ReasonMalformed, reasonOf(t, err), name)
		require.Less(t, time.Since(start), 5*time.Second, name)
	}
}

// Each element takes gofeed a hundred times the bytes of the shortest.
func TestAFeedHasNoMoreElementsThanItsSizeAllows(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		return `<rss xmlns:x="urn:x"><channel><item><title>a</title></item>` + strings.Repeat("<x:a/>", n) + "</channel></rss>"
	}
	_, err := feed.Parse(input(many(40_000)))
	require.NoError(t, err)
	_, err = feed.Parse(input(many(100_000)))
	require.Equal(t, contract.ReasonTooLarge, reasonOf(t, err))
}

func namespaces(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" xmlns:a" + strings.Repeat("a", i) + `="urn:a"`)
	}
	return b.String()
}
