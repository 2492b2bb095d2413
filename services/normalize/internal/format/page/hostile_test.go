package page_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
)

const size = 4 << 20

func fill(s string) string { return strings.Repeat(s, size/len(s)) }

func TestBrokenPages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data   string
		reason contract.Reason
	}{
		"empty":         {"", contract.ReasonIncomplete},
		"no text":       {"<html><body><img src=a.jpg></body></html>", contract.ReasonIncomplete},
		"a notice":      {"<html><body><p>Not found.</p></body></html>", contract.ReasonIncomplete},
		"nested":        {strings.Repeat("<div>", 100_000), contract.ReasonTooDeep},
		"nested inline": {strings.Repeat("<b><i>", 50_000), contract.ReasonTooDeep},
		"nested lists":  {strings.Repeat("<ul><li>", 50_000), contract.ReasonTooDeep},
		"nested tables": {strings.Repeat("<table><tr><td>", 50_000), contract.ReasonTooDeep},
		"many elements": {fill("<p>x</p>"), contract.ReasonTooLarge},
		"reopened":      {reopened(), contract.ReasonTooLarge},
		"not its bytes": {"<html><meta charset=utf-8><p>" + strings.Repeat("\xff\xfe", 500), contract.ReasonCharset},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := page.Parse(input(tt.data))
			require.Equal(t, tt.reason, reasonOf(t, err), "%v", err)
			require.Less(t, time.Since(start), 5*time.Second)
		})
	}
}

// What is large but allowed must not cost more than its length.
func TestLargePagesEndQuickly(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"paragraphs": "<body>" + strings.Repeat("<p>"+strings.Repeat("word ", 16)+"</p>", 49_000),
		"one text":   "<body><p>" + fill("word "),
		"comments":   "<body><p>" + fill("<!-- x -->"),
		"brackets":   fill("<"),
		"one class":  "<body><div class='" + fill("a b ") + "'>",
		"JSON-LD":    `<body><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + fill("word a ") + `"}</script><p>`,
		"deep JSON":  `<body><script type="application/ld+json">` + fill("[") + "</script>",
	}
	for name, data := range tests {
		start := time.Now()
		_, err := page.Parse(input(data))
		require.Less(t, time.Since(start), 20*time.Second, "%s: %v", name, err)
	}
}

func reopened() string {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "<p><b id=%d>", i)
	}
	return b.String() + strings.Repeat("<p>word", 40_000)
}

// FuzzParse: a page gives an error with its reason, or one article that can be
// written once it has a uri; and the same bytes give the same article.
func FuzzParse(f *testing.F) {
	f.Add([]byte(newspaperPage()), "text/html")
	f.Add([]byte(withLD(`{"@type":"NewsArticle","headline":"x","image":["a"],"author":"b"}`, paragraphs...)), "")
	f.Add([]byte("<table><b><p>\xff"+strings.Join(paragraphs, "<br>")), "text/html; charset=utf-16")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		in := input(string(data))
		in.ContentType = contentType
		list, err := page.Parse(in)
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		again, err := page.Parse(in)
		require.NoError(t, err)
		require.Equal(t, list, again)
		item := list[0].Item
		if item.URI == "" {
			item.URI = "urn:x:fuzz"
		}
		_, err = ninjs.Encode(&item)
		require.NoError(t, err)
	})
}
