package feed_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const atomHead = `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>tag:f</id><updated>2025-07-07T10:00:00Z</updated><entry><id>tag:e</id><title>T</title><updated>2025-07-07T10:00:00Z</updated>`

// Types that no version of Atom has cost no text.
func TestContentOfAnUnknownType(t *testing.T) {
	t.Parallel()
	for content, want := range map[string][2]string{
		`<content type="xml"><p>One.</p></content>`:                    {"text/html", "<p>One.</p>"},
		`<content type="escaped">&lt;p&gt;One.&lt;/p&gt;</content>`:    {"text/html", "<p>One.</p>"},
		`<content type="text/x-web">One.</content>`:                    {"text/plain", "One."},
		`<content type="text">1 &lt; 2 &lt;b&gt;</content>`:            {"text/plain", "1 < 2 <b>"},
		`<content type="image/png">iVBO</content><summary>S</summary>`: {"text/plain", "S"},
	} {
		a := parse(t, atomHead+content+"</entry></feed>")[0]
		require.Len(t, a.Item.Bodies, 1, content)
		require.Equal(t, want, [2]string{a.Item.Bodies[0].ContentType, a.Item.Bodies[0].Value}, content)
	}
	a := parse(t, atomHead+`<content type="html" src="https://s.example/full"/></entry></feed>`)[0]
	require.Equal(t, "text/html", a.Item.Associations[0].Renditions[0].ContentType)
}

func TestAListOfTextsIsOneText(t *testing.T) {
	t.Parallel()
	a := parse(t, `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"A","content_html":["<p>a</p>","<p>b</p>"]}]}`)[0]
	require.Equal(t, "<p>a</p>\n<p>b</p>", a.Item.Bodies[0].Value)
	a = parse(t, `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"A","content_text":["a","b",[]]}]}`)[0]
	require.Equal(t, "a\n\nb", a.Item.Bodies[0].Value[:4])
}

// A section whose end mark is missing costs no other item.
func TestASectionThatNeverEnds(t *testing.T) {
	t.Parallel()
	for _, last := range []string{"<item><guid>2</guid><title>Two</title></item>", "<item><guid>2</guid><title>Two</title><description><![CDATA[b]]></description></item>"} {
		list := parse(t, `<rss version="2.0"><channel><title>S</title><item><guid>1</guid><title>One</title><description><![CDATA[a <b>x</b></description></item>`+last+`</channel></rss>`)
		require.Len(t, list, 2)
		require.Equal(t, "a <b>x</b>", list[0].Item.Bodies[0].Value)
		require.Equal(t, "Two", list[1].Item.Headlines[0].Value)
	}
	list := parse(t, `<rss version="2.0"><channel><title>S</title><item><guid>1</guid><title>One</title><description><![CDATA[a <![CDATA[b]]]]><![CDATA[> c]]></description></item></channel></rss>`)
	require.Equal(t, "a <![CDATA[b]]> c", list[0].Item.Bodies[0].Value)
}

func TestARootWithoutQuotes(t *testing.T) {
	t.Parallel()
	list := parse(t, `<?xml version="1.0"?><rss version=2.0><channel><title>S</title><item><guid isPermaLink=false>g1</guid><title>One</title></item></channel></rss>`)
	require.Equal(t, "One", list[0].Item.Headlines[0].Value)
}

// The address of the feed names none of its items, even of one.
func TestTheAddressOfTheFeedIsNoName(t *testing.T) {
	t.Parallel()
	for item, want := range map[string]string{
		`<guid>https://s.example</guid><link>https://s.example/a</link>`: "https://s.example/a",
		`<link>https://s.example/</link>`:                                "https://s.example/ Ferry",
		`<guid>g</guid><link>https://s.example/</link>`:                  "g",
	} {
		a := parse(t, `<rss version="2.0"><channel><title>S</title><link>https://s.example/</link><item><title>Ferry</title>`+item+`</item></channel></rss>`)[0]
		require.Equal(t, want, string(a.Item.URI)+a.ID, item)
	}
}

func TestContentOfRSSWithoutANamespace(t *testing.T) {
	t.Parallel()
	a := parse(t, `<rss version="2.0"><channel><title>S</title><item><guid>1</guid><title>A</title><description>Short.</description><content>The whole text.</content></item></channel></rss>`)[0]
	require.Equal(t, "The whole text.", a.Item.Bodies[0].Value)
}
