package markup_test

import (
	"html"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
)

func TestTagsThatAreMeant(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"A <b>bold</b> move":               "A <b>bold</b> move",
		"A <B>bold":                        "A <B>bold",
		"Out<br/>now":                      "Out<br/>now",
		`<a href="/x" rel=nofollow>x</a>`:  `<a href="/x" rel=nofollow>x</a>`,
		"<code>x</code> explained":         "<code>x</code> explained",
		`<img src="a.jpg"> A`:              `<img src="a.jpg"> A`,
		"The <video> element arrives":      "The &lt;video> element arrives",
		"The <img> tag & friends":          "The &lt;img> tag & friends",
		"If a<b and c>d then":              "If a&lt;b and c>d then",
		"A <T> in Go, <int>":               "A &lt;T> in Go, &lt;int>",
		"Close </body> early":              "Close &lt;/body> early",
		"1 < 2 and <i>x</i>":               "1 &lt; 2 and <i>x</i>",
		"List<String> is <em>not</em> one": "List&lt;String> is <em>not</em> one",
		"x <":                              "x &lt;",
	} {
		require.Equal(t, want, markup.EscapeOthers(s))
		require.Equal(t, strings.Contains(want, "<"), markup.HasTags(s), s)
	}
}

func TestEscapingOthersLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("<>/ab=\"' video"))).Draw(t, "s")
		require.Equal(t, s, html.UnescapeString(markup.EscapeOthers(s)))
	})
}
