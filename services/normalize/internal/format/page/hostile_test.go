package page_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

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
		"nested inline": {strings.Repeat("<b><i>", 50_000), contract.ReasonIncomplete},
		"nested lists":  {strings.Repeat("<ul><li>", 50_000), contract.ReasonTooDeep},
		"nested tables": {strings.Repeat("<table><tr><td>", 50_000), contract.ReasonTooDeep},
		"many elements": {fill("<p>x</p>"), contract.ReasonTooLarge},
		"comments":      {"<p>" + fill("<!---->"), contract.ReasonTooLarge},
		"doctypes":      {"<p>" + fill("<!a>"), contract.ReasonTooLarge},
		"attributes":    {"<p" + attributes(50_000) + ">", contract.ReasonTooLarge},
		"many each":     {fill("<p a b c d e f g h i j k l m n o p q r s t>"), contract.ReasonTooLarge},
		"not its bytes": {"<html><meta charset=utf-8><p>" + strings.Repeat("ab \x81\x8d\x81\x8d\x81\x8d, ", 50), contract.ReasonCharset},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := page.Parse(input(tt.data))
			require.Equal(t, tt.reason, reasonOf(t, err), "%v", err)
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
		"reopened":   reopened(),
		"one class":  "<body><div class='" + fill("a b ") + "'>",
		"JSON-LD":    `<body><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + fill("word a ") + `"}</script><p>`,
		"deep JSON":  `<body><script type="application/ld+json">` + fill("[") + "</script>",
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			_, _ = page.Parse(input(data)) // it ends: the test's own time limit would stop it
		})
	}
}

// What a page costs grows with its size: bytes that are allocated are counted, since
// the library that takes the text of smaller pages joins it paragraph by paragraph.
func TestThePagesCostGrowsWithItsSize(t *testing.T) {
	tests := map[string]func(n int) string{
		"paragraphs":     func(n int) string { return strings.Repeat("<p>"+strings.Repeat("word ", 20), n) },
		"links":          func(n int) string { return strings.Repeat("<a href=/a>word</a> ", n) },
		"links in lines": func(n int) string { return strings.Repeat("<p><a href=/a>word word</a> and text of the story.", n/2) },
		"breaks":         func(n int) string { return strings.Repeat("a line of text<br>", n) },
		"cells":          func(n int) string { return "<table>" + strings.Repeat("<tr><td>word", n/2) + "</table>" },
		"spans":          func(n int) string { return strings.Repeat("<span>word</span> ", n) },
	}
	for name, body := range tests {
		small, large := allocated(body(8_000)), allocated(body(32_000))
		require.Less(t, float64(large), 6*float64(small), name)
	}
}

func allocated(body string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = page.Parse(input("<html><body><article>" + body + "</article></body></html>"))
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A page too large for the library comes out whole, in its order, each paragraph once,
// without what HTML sets apart and without lists of links.
func TestALargePageComesOutAsItsParagraphs(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("<html><head><title>Log</title></head><body><nav><p>Home page of all the news</p></nav><main><h1>Log</h1>")
	for i := range 6_000 {
		fmt.Fprintf(&b, "<div><p>Entry %d of the <b>log</b>.</p></div>\n", i)
	}
	b.WriteString("loose text<em> at the end</em><ul><li><a href=/a>Another story</a></li></ul></main><footer><p>All rights</p></footer></body></html>")
	list, err := page.Parse(input(b.String()))
	require.NoError(t, err)
	body := list[0].Item.Bodies[0].Value
	require.Equal(t, 6_001, strings.Count(body, "<p>"))
	require.Contains(t, body, "<p>Entry 4 of the <b>log</b>.</p>\n<p>Entry 5 of the <b>log</b>.</p>")
	require.True(t, strings.HasSuffix(body, "\nloose text<em> at the end</em></p>"), body[len(body)-100:])
	require.NotContains(t, body, "Home page")
	require.NotContains(t, body, "Another story")
	require.NotContains(t, body, "rights")
	require.Contains(t, list[0].Notes, "a very large page: its paragraphs were taken as they stand")
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%d=b", i)
	}
	return b.String()
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
