package page_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
)

func TestPicturesOfThePageItself(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ head, figure, want string }{
		"its address":     {"", `<img src="/pier.jpg">`, "https://quay.example/pier.jpg"},
		"a lazy one":      {"", `<img src="data:image/gif;base64,AA" data-src="/pier.jpg">`, "https://quay.example/pier.jpg"},
		"the largest":     {"", `<img src="/s.jpg" srcset="/m.jpg 400w, /l.jpg 1200w, /n.jpg 800w">`, "https://quay.example/l.jpg"},
		"sources":         {"", `<picture><source data-srcset="/pier.webp 2x"><img data-sizes="auto"></picture>`, "https://quay.example/pier.webp"},
		"in a noscript":   {"", `<noscript><img src="/pier.jpg"></noscript>`, "https://quay.example/pier.jpg"},
		"data alone":      {"", `<img src="data:image/gif;base64,AA">`, ""},
		"OpenGraph first": {`<meta property="og:image" content="https://quay.example/og.jpg">`, `<img src="/pier.jpg">`, "https://quay.example/og.jpg"},
	} {
		doc := `<html><head><title>Pier</title><link rel="canonical" href="https://quay.example/1">` + c.head + `</head><body><article><h1>Pier</h1><p>` +
			strings.Repeat("The pier was closed after the storm of Monday night. ", 8) + `</p><figure>` + c.figure + `<figcaption>The pier</figcaption></figure><p>` +
			strings.Repeat("It opens again when the wind is down. ", 8) + `</p></article></body></html>`
		articles, err := page.Parse(format.Input{Data: []byte(doc), ContentType: "text/html"})
		require.NoError(t, err)
		got := ""
		for _, a := range articles[0].Item.Associations {
			got += string(a.URI)
			require.Equal(t, "The pier", a.Descriptions[0].Value, name)
		}
		require.Equal(t, c.want, got, name)
	}
}
