package feed_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title type="html">Fjord &lt;i&gt;Wire&lt;/i&gt;</title><id>tag:fjord.example,2031:feed</id><link rel="self" href="https://fjord.example/feed"/>
<link href="https://fjord.example/"/><rights>Fjord 2031</rights><author><name>The Desk</name></author>
<entry><id>tag:fjord.example,2031:1</id><title>Snow closes a pass</title><updated>2031-02-01T12:00:00+01:00</updated><published>2031-02-01T09:00:00Z</published>
<author><name>Kari Vidde</name></author><author><name>Ola Li</name></author><link href="/a/1"/><link rel="enclosure" href="/a/1.mp3" type="audio/mpeg" length="99"/>
<category scheme="https://fjord.example/topics" term="weather" label="Weather"/><category term="snow"/>
<summary>A pass is closed.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The pass is <b>closed</b>.</p></div></content></entry>
<entry><id>urn:x:2</id><title type="text">1 &lt; 2 and List&lt;String></title><updated>2031-02-01T12:00:00Z</updated><content type="html">&lt;p&gt;Body &amp;amp; soul&lt;/p&gt;</content></entry>
<entry><id>urn:x:3</id><title>Text</title><updated>not a date</updated><content>5 &lt; 6</content></entry>
</feed>`

func TestAtom(t *testing.T) {
	t.Parallel()
	list := parse(t, atomFeed)
	require.Len(t, list, 3)
	it := list[0].Item
	require.Equal(t, ninjs.URI("tag:fjord.example,2031:1"), it.URI)
	require.Equal(t, ninjs.AltID{Role: "link", Value: "https://fjord.example/a/1"}, it.AltIDs[1])
	require.Equal(t, at("2031-02-01T11:00:00Z"), it.VersionCreated)
	require.Equal(t, at("2031-02-01T09:00:00Z"), it.FirstCreated)
	require.Equal(t, "Kari Vidde, Ola Li", it.By)
	require.Equal(t, "nb", it.Language)
	require.Equal(t, "Fjord 2031", it.CopyrightNotice)
	require.Equal(t, []ninjs.InfoSource{{Name: "Fjord Wire", URI: "https://fjord.example/"}}, it.InfoSources)
	require.Equal(t, []ninjs.Subject{{Name: "Weather", URI: "https://fjord.example/topics#weather"}, {Name: "snow", Rel: "keyword"}}, it.Subjects)
	require.Equal(t, "text/html", it.Bodies[0].ContentType)
	require.Contains(t, it.Bodies[0].Value, "<p>The pass is <b>closed</b>.</p>")
	require.Equal(t, "A pass is closed.", it.Descriptions[0].Value)
	require.Equal(t, ninjs.TypeAudio, it.Associations[0].Type)
	require.Equal(t, ninjs.URI("https://fjord.example/a/1.mp3"), it.Associations[0].URI)

	require.Equal(t, "1 < 2 and List<String>", list[1].Item.Headlines[0].Value)
	require.Equal(t, "<p>Body &amp; soul</p>", list[1].Item.Bodies[0].Value)
	require.Equal(t, "The Desk", list[1].Item.By)
	require.True(t, list[2].Item.VersionCreated.IsZero())
	require.Equal(t, []ninjs.Body{{ContentType: "text/plain", Value: "5 < 6"}}, list[2].Item.Bodies)
}

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Loch Wire","home_page_url":"https://loch.example/","language":"gd",
"authors":[{"name":"The Desk"}],"items":[
{"id":7,"url":"https://loch.example/7","title":"Boat found","content_html":"<p>Found.</p>","content_text":"Found.","summary":"A boat",
 "date_published":"2031-06-01T10:00:00Z","date_modified":"2031-06-01T11:00:00Z","image":"/7.jpg","tags":["boats"],"authors":[{"name":"Una"}],"language":"en",
 "attachments":[{"url":"https://loch.example/7.mp3","mime_type":"audio/mpeg","title":"Talk","duration_in_seconds":61},{"url":"https://loch.example/7.ogg","mime_type":"audio/ogg","title":"Talk"}]},
{"id":"https://loch.example/8","title":{"not":"text"}},
{"id":"https://loch.example/9","content_text":"Just a line"}]}`

func TestJSONFeed(t *testing.T) {
	t.Parallel()
	list := parse(t, jsonFeed)
	require.Len(t, list, 3)
	a, it := list[0], list[0].Item
	require.Equal(t, "7", a.ID)
	require.Equal(t, "Una", it.By)
	require.Equal(t, "en", it.Language)
	require.Equal(t, at("2031-06-01T11:00:00Z"), it.VersionCreated)
	require.Equal(t, at("2031-06-01T10:00:00Z"), it.FirstCreated)
	require.Equal(t, []ninjs.Body{{ContentType: "text/html", Value: "<p>Found.</p>"}}, it.Bodies)
	require.Equal(t, ninjs.URI("https://loch.example/7.jpg"), it.Associations[0].URI)
	require.Len(t, it.Associations, 2)
	require.Len(t, it.Associations[1].Renditions, 2)
	require.Equal(t, float64(61), it.Associations[1].Renditions[0].Duration)

	require.Equal(t, contract.ReasonMalformed, list[1].Err.Reason)
	require.Nil(t, list[2].Err)
	require.Equal(t, "gd", list[2].Item.Language)
	require.Equal(t, "The Desk", list[2].Item.By)
}

func TestName(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		rss2: feed.RSS, atomFeed: feed.Atom, jsonFeed: feed.JSONFeed, "": "", "plain": "",
		`{"items":[{"content_text":"x"}],"version":"later"}`:                                 feed.JSONFeed,
		`<?xml version="1.0"?><!-- long --><?style x?><rdf:RDF xmlns:rdf="urn:r"></rdf:RDF>`: feed.RSS,
	}
	for data, want := range tests {
		require.Equal(t, want, feed.Name(format.Input{Data: []byte(data)}))
	}
	require.Equal(t, feed.JSONFeed, feed.Name(format.Input{Data: []byte(`{"title":"x"}`), ContentType: "application/feed+json"}))
}

const entryOfItsOwn = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb" xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml">
<title>Fjord</title><id>tag:fjord.example,2031:feed</id><link href="https://fjord.example/"/>
<entry xml:lang="en"><id>urn:x:1</id><title>A</title><link href="https://fjord.example/2031/a.html"/><contributor><name>Ola Li</name></contributor>
<content type="html">&lt;p&gt;See &lt;a href="b.html"&gt;b&lt;/a&gt; &lt;a href="#n"&gt;n&lt;/a&gt; &lt;img src="/p.jpg"&gt; a &amp;lt; b&lt;/p&gt;</content><georss:point>60.2 10.1</georss:point></entry>
<entry><id>urn:x:2</id><title>B</title><content type="text" xml:lang="se">Text</content><georss:where><gml:Point><gml:pos>91 10</gml:pos></gml:Point></georss:where><georss:featurename>Tern</georss:featurename></entry>
<entry><id>urn:x:3</id><title>C</title><content type="text">Text</content><georss:where><gml:Point><gml:pos>-33.5 151</gml:pos></gml:Point></georss:where></entry>
</feed>`

func TestWhatAnEntrySaysForItself(t *testing.T) {
	t.Parallel()
	list := parse(t, entryOfItsOwn)
	require.Len(t, list, 3)
	require.Equal(t, "en", list[0].Item.Language)
	require.Equal(t, "se", list[1].Item.Language)
	require.Equal(t, "nb", list[2].Item.Language)
	require.Equal(t, []ninjs.Person{{Name: "Ola Li", Rel: "contributor"}}, list[0].Item.People)
	require.Equal(t, `<p>See <a href="https://fjord.example/2031/b.html">b</a> <a href="#n">n</a> <img src="https://fjord.example/p.jpg"> a &lt; b</p>`, list[0].Item.Bodies[0].Value)
	require.Equal(t, []ninjs.Place{{Rel: "about", GeoJSON: ninjs.GeoJSON(`{"coordinates":[10.1,60.2],"type":"Point"}`)}}, list[0].Item.Places)
	require.Equal(t, []ninjs.Place{{Name: "Tern", Rel: "about"}}, list[1].Item.Places, "no such latitude")
	require.Equal(t, []ninjs.Place{{Rel: "about", GeoJSON: ninjs.GeoJSON(`{"coordinates":[151,-33.5],"type":"Point"}`)}}, list[2].Item.Places)
}

func TestLinksOfItemsAreMadeAbsolute(t *testing.T) {
	t.Parallel()
	rss := parse(t, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>P</title><link>https://p.example/</link>
<item xml:lang="nl"><title>A</title><link>https://p.example/2031/a</link><dc:contributor>Jan</dc:contributor><content:encoded><![CDATA[<p><img src="/b.jpg" alt="a &amp; b"></p>]]></content:encoded></item>
<item><title>B</title><description><![CDATA[<p><a href="c">c</a></p>]]></description></item></channel></rss>`)
	require.Equal(t, `<p><img src="https://p.example/b.jpg" alt="a &amp; b"></p>`, rss[0].Item.Bodies[0].Value)
	require.Equal(t, "nl", rss[0].Item.Language)
	require.Equal(t, "Jan", rss[0].Item.People[0].Name)
	require.Equal(t, `<p><a href="https://p.example/c">c</a></p>`, rss[1].Item.Bodies[0].Value)
	js := parse(t, `{"version":"https://jsonfeed.org/version/1.1","title":"L","items":[{"id":"1","url":"https://l.example/x/1","content_html":"<img src='y.png'>"}]}`)
	require.Equal(t, `<img src="https://l.example/x/y.png">`, js[0].Item.Bodies[0].Value)
}
