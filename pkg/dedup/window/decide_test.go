package window_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/story"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// words are a text of 120, of which each nth is another one; 0: none.
func words(kind string, nth int) string {
	out := make([]string, 120)
	for i := range out {
		out[i] = fmt.Sprintf("%s%c%c", kind, 'a'+i%26, 'a'+i/26)
		if nth > 0 && i%nth == nth-1 {
			out[i] += "other"
		}
	}
	return strings.Join(out, " ")
}

func TestTheOriginalIsTheBestOfTheEarliest(t *testing.T) {
	t.Parallel()
	candidate := func(name string, order int64, body string) window.Candidate {
		return window.Candidate{Entry: entry(name, body), Order: order}
	}
	asks := entry("asks", words("ferry", 0))
	itself, unrelated := candidate("asks", 1, words("ferry", 0)), candidate("unrelated", 2, words("vote", 0))
	worse, same, later := candidate("worse", 3, words("ferry", 25)), candidate("same", 4, words("ferry", 0)), candidate("later", 5, words("ferry", 0))
	tie := candidate("tie", 4, words("ferry", 0))
	require.Equal(t, near.Near, near.Compare(asks.Print, worse.Print).Kind)
	require.Less(t, near.Compare(asks.Print, worse.Print).Similarity, 0.95)
	for name, c := range map[string]struct {
		candidates []window.Candidate
		want       string
	}{
		"nothing":                            {nil, ""},
		"an article is no copy of itself":    {[]window.Candidate{itself}, ""},
		"another text is no original":        {[]window.Candidate{itself, unrelated}, ""},
		"a copy with changes is one":         {[]window.Candidate{itself, unrelated, worse}, "worse"},
		"the better one, though it is later": {[]window.Candidate{itself, unrelated, worse, same}, "same"},
		"the earlier one of two that are":    {[]window.Candidate{unrelated, same, later}, "same"},
		"of one order, the lower id":         {[]window.Candidate{tie, same}, "same"},
		"all of them":                        {[]window.Candidate{itself, unrelated, worse, same, later, tie}, "same"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := c.want
			if want != "" {
				want = id(want)
			}
			require.Equal(t, want, window.Decide(asks, c.candidates).Original)
			slices.Reverse(c.candidates)
			require.Equal(t, want, window.Decide(asks, c.candidates).Original, "whatever their order in the list")
		})
	}
}

func TestWhatWasSaidOfAnArticleStays(t *testing.T) {
	t.Parallel()
	none := window.Answer{Story: "new"}
	copyOf := func(original string) window.Answer {
		return window.Answer{Original: original, Similarity: 0.9, Kind: near.Near, Story: "new"}
	}
	for name, c := range map[string]struct{ before, now, want window.Answer }{
		"a first one stays one":        {window.Answer{Story: "old"}, copyOf("a"), window.Answer{Story: "old"}},
		"a copy stays one":             {window.Answer{Original: "a", Story: "old"}, copyOf("a"), window.Answer{Original: "a", Similarity: 0.9, Kind: near.Near, Story: "old"}},
		"a copy of another is none":    {window.Answer{Original: "a", Story: "old"}, copyOf("b"), window.Answer{Story: "old"}},
		"a copy that is none any more": {window.Answer{Original: "a", Story: "old"}, none, window.Answer{Story: "old"}},
		"without a story before":       {window.Answer{}, none, none},
	} {
		require.Equal(t, c.want, window.Later(c.before, c.now), name)
	}
}

func TestWhatAnArticleIsComparedBy(t *testing.T) {
	t.Parallel()
	body := text(1)
	plain, none := ninjs.Body{ContentType: "text/plain", Value: body}, ninjs.Body{Value: body}
	html := ninjs.Body{ContentType: "text/html", Value: "<p>" + strings.ReplaceAll(body, " ", "</b> <b>") + "</p"}
	other := ninjs.Body{ContentType: "application/xhtml+xml", Value: "<p>Not this one.</p>"}
	for name, c := range map[string]struct {
		item        ninjs.Item
		title, body string
	}{
		"nothing":                        {ninjs.Item{}, "", ""},
		"a headline before the title":    {ninjs.Item{Title: "no", Headlines: []ninjs.Text{{Value: "Ferry aground"}, {Value: "no"}}, Bodies: []ninjs.Body{plain}}, "Ferry aground", body},
		"a title":                        {ninjs.Item{Title: "Ferry aground", Bodies: []ninjs.Body{plain}}, "Ferry aground", body},
		"plain text before markup":       {ninjs.Item{Bodies: []ninjs.Body{other, plain}}, "", body},
		"a body of no type is plain":     {ninjs.Item{Bodies: []ninjs.Body{other, none}}, "", body},
		"the first body without markup":  {ninjs.Item{Bodies: []ninjs.Body{html, other}, Descriptions: []ninjs.Text{{Value: "no"}}}, "", body},
		"a description where no body is": {ninjs.Item{Descriptions: []ninjs.Text{{Value: body}, {Value: "no"}}}, "", body},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := window.EntryOf("a", &c.item, now)
			require.Equal(t, window.Entry{Article: "a", At: now, Print: near.Of(c.title, c.body), Features: story.Of(c.title, c.body)}, got)
			require.Equal(t, c.title == "" && c.body == "", got.Empty())
		})
	}
}
