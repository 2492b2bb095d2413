package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

// Each of these costs a reader the square of its length that joins texts piece by piece or
// copies the namespaces in scope for each element. They are read, or refused for their
// parts, and end either way.
func TestCostlyFeedsEnd(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, c := range map[string]struct {
		data   string
		reason contract.Reason
	}{
		"text in pieces":   {`<rss xmlns:n="urn:n"><channel><item><title>x</title><n:a>` + fill("a<!--x-->") + "</n:a></item></channel></rss>", ""},
		"CDATA in pieces":  {`<rss xmlns:n="urn:n"><channel><item><title>x</title><n:a>` + fill("<![CDATA[ab]]>") + "</n:a></item></channel></rss>", ""},
		"many scopes":      {"<rss" + namespaces(60) + "><channel><item>" + fill("<a:b/>") + "</item></channel></rss>", contract.ReasonTooLarge},
		"unclosed items":   {"<rss><channel>" + strings.Repeat("<item>", 300) + "</channel></rss>", contract.ReasonTooDeep},
		"stray end tags":   {"<rss><channel><item>" + fill("</a>") + "</item></channel></rss>", contract.ReasonMalformed},
		"ends of the root": {"<rss><channel><item><title>x</title></item></channel>" + fill("</rss>"), ""},
	} {
		_, err := feed.Parse(input(c.data))
		if c.reason == "" {
			require.NoError(t, err, name)
			continue
		}
		require.Equal(t, c.reason, reasonOf(t, err), name)
	}
}

// Each element takes many times the bytes of the shortest.
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
