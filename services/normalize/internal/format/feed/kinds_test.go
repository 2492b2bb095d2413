package feed_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

func rssOf(items string) string {
	return `<rss version="2.0"><channel><title>Quay</title><link>https://quay.example/</link>` + items + `</channel></rss>`
}

func atomOf(entries string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><id>urn:x:feed</id>` + entries + `</feed>`
}

// names are what the articles of a document are called, in its order.
func names(list []format.Article) []string {
	var out []string
	for _, a := range list {
		out = append(out, string(a.Item.URI)+a.ID)
	}
	return out
}

// What several stories of a document have in common identifies none of them; states of one
// story keep it.
func TestWhatIdentifiesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data string
		want []string
	}{
		"a guid, links differ": {rssOf(`<item><title>A</title><link>/a</link><guid>g</guid></item><item><title>B</title><link>/b</link><guid>g</guid></item><item><title>C</title><guid>c</guid></item>`),
			[]string{"https://quay.example/a", "https://quay.example/b", "c"}},
		"a guid without links":  {rssOf(`<item><title>A</title><guid>g</guid></item><item><title>B</title><guid>g</guid></item>`), []string{"A", "B"}},
		"a link":                {rssOf(`<item><title>A</title><link>/s</link></item><item><title>B</title><link>/s</link></item>`), []string{"https://quay.example/s A", "https://quay.example/s B"}},
		"a guid and a link":     {rssOf(`<item><title>A</title><link>/s</link><guid>g</guid></item><item><title>B</title><link>/s</link><guid>g</guid></item>`), []string{"https://quay.example/s A", "https://quay.example/s B"}},
		"the same story twice":  {rssOf(`<item><title>A</title><link>/a</link><guid>g</guid></item><item><title>A</title><link>/b</link><guid>g</guid></item>`), []string{"g", "g"}},
		"states of one entry":   {atomOf(`<entry><id>urn:x:1</id><title>A</title><updated>2031-01-01T00:00:00Z</updated></entry><entry><id>urn:x:1</id><title>B</title><updated>2031-01-02T00:00:00Z</updated></entry>`), []string{"urn:x:1", "urn:x:1"}},
		"an id of Atom":         {atomOf(`<entry><id>urn:x:1</id><title>A</title><link href="https://q.example/a"/></entry><entry><id>urn:x:1</id><title>B</title><link href="https://q.example/b"/></entry>`), []string{"https://q.example/a", "https://q.example/b"}},
		"an id of a JSON Feed":  {`{"version":"https://jsonfeed.org/version/1","title":"q","items":[{"id":"1","title":"A","url":"https://q.example/a"},{"id":"1","title":"B","url":"https://q.example/b"}]}`, []string{"https://q.example/a", "https://q.example/b"}},
		"rdf:about is the name": {`<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item r:about="https://q.example/1"><title>A</title><link>https://q.example/click</link></item></r:RDF>`, []string{"https://q.example/1"}},
	} {
		list := parse(t, c.data)
		require.Equal(t, c.want, names(list), name)
	}
	require.Contains(t, parse(t, rssOf(`<item><title>A</title><link>/s</link></item><item><title>B</title><link>/s</link></item>`))[0].Notes[0], "identifies none")
}

func TestABadItemCostsThatItem(t *testing.T) {
	t.Parallel()
	good := `<item><title>Good</title><link>/good</link></item>`
	for name, bad := range map[string]string{
		"a stray end tag":               `<item><title>Bad</title></p></b></item>`,
		"the channel's end tag":         `<item><title>Bad</title></channel></item>`,
		"the root's end tag":            `<item><title>Bad</title></rss></item>`,
		"an item never closed":          `<item><title>Bad</title>`,
		"a title never closed":          `<item><title>Bad<link>/bad</link></item>`,
		"the end of CDATA in text":      `<item><title>Bad ]]> end</title></item>`,
		"the end of CDATA in CDATA":     `<item><title>Bad</title><description><![CDATA[a[b[0]]> 1 ]]></description></item>`,
		"a sign of less in text":        `<item><title>Bad 1 < 2 <- </title></item>`,
		"a comment with dashes":         `<!-- a -- <item> --><item><title>Bad</title></item>`,
		"an unknown entity":             `<item><title>Bad &nosuch; &</title></item>`,
		"an attribute without quotes":   `<item><title>Bad</title><enclosure url=/a.jpg length=5 type></item>`,
		"HTML that is not closed":       `<item><title>Bad</title><description>One<br>two <b>three</description></item>`,
		"a prefix that nobody declared": `<item><title>Bad</title><zz:a>b</zz:a></item>`,
	} {
		list := parse(t, rssOf(bad+good))
		require.Len(t, list, 2, name)
		require.Equal(t, "https://quay.example/good", string(list[1].Item.URI), name)
		require.Nil(t, list[1].Err, name)
		require.Equal(t, "Good", list[1].Item.Headlines[0].Value, name)
	}
	list := parse(t, rssOf(`<item><title>A</title><description><![CDATA[a[b[0]]> 1 and on]]></description></item>`))
	require.Equal(t, "a[b[0]]> 1 and on", list[0].Item.Bodies[0].Value)
}

func TestAtomSaysWhatIsLiteral(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ title, want string }{
		"no type":       {`<title>The &lt;b> tag &amp;amp; more</title>`, "The <b> tag &amp; more"},
		"text":          {`<title type="text"><![CDATA[The <b> tag]]></title>`, "The <b> tag"},
		"html":          {`<title type="html">The &lt;b>bold&lt;/b> one &amp;amp; more</title>`, "The bold one & more"},
		"html in CDATA": {`<title type="HTML"><![CDATA[The <b>bold</b> one]]></title>`, "The bold one"},
		"xhtml":         {`<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <b>bold</b> one &amp; &lt;b></div></title>`, "The bold one & <b>"},
		"script":        {`<title type="html">A&lt;script>x()&lt;/script>&lt;style>b{}&lt;/style> story</title>`, "A story"},
	} {
		a := parse(t, atomOf(`<entry><id>urn:x:1</id>`+c.title+`</entry>`))[0]
		require.Equal(t, c.want, a.Item.Headlines[0].Value, name)
		require.Equal(t, name == "no type" || name == "text", a.Literal, name)
	}
	a := parse(t, atomOf(`<rights>© A &lt;B></rights><entry><id>urn:x:1</id><title>T</title><summary>Write &lt;b></summary></entry>`))[0]
	require.Equal(t, "© A <B>", a.Item.CopyrightNotice)
	require.Equal(t, []ninjs.Body{{ContentType: "text/plain", Value: "Write <b>"}}, a.Item.Bodies)
}

func TestTombstones(t *testing.T) {
	t.Parallel()
	const at = ` xmlns:at="http://purl.org/atompub/tombstones/1.0" `
	tombstone := `<at:deleted-entry` + at + `ref="urn:x:1" when="2031-01-02T00:00:00Z"><at:comment>wrong name</at:comment></at:deleted-entry>`
	entry := func(day string) string {
		return `<entry><id>urn:x:1</id><title>A</title><updated>2031-01-` + day + `T00:00:00Z</updated></entry>`
	}
	for name, c := range map[string]struct {
		data   string
		status []ninjs.PubStatus
	}{
		"in a feed":         {atomOf(tombstone), []ninjs.PubStatus{ninjs.Canceled}},
		"a document":        {tombstone, []ninjs.PubStatus{ninjs.Canceled}},
		"an older entry":    {atomOf(entry("01") + tombstone), []ninjs.PubStatus{ninjs.Canceled}},
		"of the same time":  {atomOf(tombstone + entry("02")), []ninjs.PubStatus{ninjs.Canceled}},
		"an entry is newer": {atomOf(tombstone + entry("03")), []ninjs.PubStatus{""}},
	} {
		list := parse(t, c.data)
		require.Len(t, list, len(c.status), name)
		for i, status := range c.status {
			require.Nil(t, list[i].Err, name)
			require.Equal(t, status, list[i].Item.PubStatus, name)
			require.Equal(t, "urn:x:1", string(list[i].Item.URI), name)
		}
	}
	a := parse(t, tombstone)[0]
	require.Equal(t, "wrong name", a.Item.EdNote)
	require.Equal(t, contract.Kill, a.Signal)
	require.Equal(t, "2031-01-02T00:00:00Z", a.Item.VersionCreated.UTC().Format("2006-01-02T15:04:05Z"))
	require.NotNil(t, parse(t, `<at:deleted-entry`+at+`/>`)[0].Err)
}

// Relative addresses are resolved as RFC 3986 says: a base that names a document is no
// folder, and an id is no address.
func TestBases(t *testing.T) {
	t.Parallel()
	list := parse(t, `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://q.example/blog/index.atom"><title>Q</title><id>index</id>
<entry><id>post1</id><title>A</title><link href="post1.html"/><link rel="enclosure" href="a.mp3" type="audio/mpeg"/><content type="html" xml:base="deep/x.html">&lt;a href="b.html">b&lt;/a></content></entry></feed>`)
	require.Equal(t, "post1", list[0].ID)
	require.Equal(t, "https://q.example/blog/post1.html", list[0].Item.AltIDs[1].Value)
	require.Equal(t, ninjs.URI("https://q.example/blog/a.mp3"), list[0].Item.Associations[0].URI)
	require.Contains(t, list[0].Item.Bodies[0].Value, `href="https://q.example/blog/deep/b.html"`)

	in := input(`<rss><channel><title>Q</title><item><title>A</title><link>a.html</link><guid isPermaLink="true">/a</guid><enclosure url="a.jpg" type="image/jpeg"/></item></channel></rss>`)
	in.BaseURL = "https://q.example/feeds/rss.xml"
	list, err := feed.Parse(in)
	require.NoError(t, err)
	require.Equal(t, ninjs.URI("https://q.example/a"), list[0].Item.URI)
	require.Equal(t, "https://q.example/feeds/a.html", list[0].Item.AltIDs[1].Value)
	require.Equal(t, ninjs.URI("https://q.example/feeds/a.jpg"), list[0].Item.Associations[0].URI)
}

// Where texts and authors stand in elements that feeds are not said to have.
func TestElementsOfOthers(t *testing.T) {
	t.Parallel()
	first := func(data string) ninjs.Item { return parse(t, data)[0].Item }
	film := `<media:group xmlns:media="https://search.yahoo.com/mrss"><media:title>Film</media:title><media:content url="https://q.example/f.mp4" type="video/mp4"/><media:description>Forty people.</media:description></media:group>`
	for name, it := range map[string]ninjs.Item{
		"Atom": first(atomOf(`<entry><id>urn:x:1</id><title>Film</title>` + film + `</entry>`)), "RSS": first(rssOf(`<item>` + film + `</item>`)),
	} {
		require.Equal(t, "Film", it.Headlines[0].Value, name)
		require.Equal(t, "Forty people.", it.Bodies[0].Value, name)
	}
	it := first(rssOf(`<item xmlns:h="http://www.w3.org/1999/xhtml"><title>A</title><description>Short.</description><h:body><h:p>Long <h:b>text</h:b>.</h:p></h:body><d:author xmlns:d="http://purl.org/dc/elements/1.1/">Ida</d:author></item>`))
	require.Equal(t, "<p>Long <b>text</b>.</p>", it.Bodies[0].Value)
	require.Equal(t, "Short.", it.Descriptions[0].Value)
	require.Equal(t, "Ida", it.By)
	it = first(rssOf(`<item xmlns:a="http://purl.org/atom/ns#"><a:title>A &lt; B</a:title><a:id>urn:x:1</a:id><a:author><a:name>Ida</a:name></a:author><a:link href="https://q.example/1"/><a:summary>S</a:summary><a:content type="text">5 &lt; 6</a:content></item>`))
	require.Equal(t, ninjs.URI("urn:x:1"), it.URI)
	require.Equal(t, "A < B", it.Headlines[0].Value)
	require.Equal(t, "Ida", it.By)
	require.Equal(t, "5 &lt; 6", it.Bodies[0].Value)
	it = first(`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">A &lt;i>b&lt;/i></title><modified>2031-01-01T00:00:00Z</modified><issued>2030-01-01T00:00:00Z</issued><content type="text/html" mode="base64">PHA+VGV4dDwvcD4=</content></entry></feed>`)
	require.Equal(t, "A b", it.Headlines[0].Value)
	require.Equal(t, "<p>Text</p>", it.Bodies[0].Value)
	require.Equal(t, 2031, it.VersionCreated.Year())
}

func TestNamespacesOfOldAndUnknown(t *testing.T) {
	t.Parallel()
	entry := `<entry><id>urn:x:1</id><title>A</title><content>x</content></entry></feed>`
	item := `<channel><title>C</title></channel><item><title>A</title></item></r:RDF>`
	rdf := `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="`
	for _, data := range []string{
		`<feed xmlns="http://www.w3.org/2005/Atom/">` + entry, `<feed xmlns="https://www.w3.org/2005/atom">` + entry, `<feed>` + entry,
		`<feed xmlns="http://purl.org/atom/ns">` + entry, `<feed xmlns="urn:any">` + entry,
		`<a:feed xmlns:a="http://example.org/2005/Atom"><a:entry><a:id>urn:x:1</a:id><a:title>A</a:title></a:entry></a:feed>`,
		rdf + `http://channel.netscape.com/rdf/simple/0.9/">` + item, rdf + `http://my.netscape.com/rdf/simple/0.9">` + item, rdf + `http://purl.org/rss/1.0">` + item,
		`<rss xmlns="http://backend.userland.com/rss2"><channel><item><title>A</title></item></channel></rss>`, `<RSS xmlns="urn:any"><Channel><Item><Title>A</Title></Item></Channel></RSS>`,
	} {
		list := parse(t, data)
		require.Len(t, list, 1, data)
		require.Nil(t, list[0].Err, data)
		require.Equal(t, "A", list[0].Item.Headlines[0].Value, data)
	}
}

func TestLicencesOfRSL(t *testing.T) {
	t.Parallel()
	const ns = ` xmlns:rsl="https://rslstandard.org/rsl"`
	license := func(url, inner string) string {
		return `<rsl:content` + ns + ` url="` + url + `"><rsl:license>` + inner + `</rsl:license></rsl:content>`
	}
	list := parse(t, rssOf(license("/", `<rsl:prohibits type="usage">ai-train</rsl:prohibits>`)+
		`<item><title>A</title><link>/a</link>`+license("https://elsewhere.example/b", `<rsl:permits type="usage">ai-train search</rsl:permits>`)+`</item><item><title>B</title><link>/b</link></item>`))
	require.Equal(t, machineuse.Use{Training: machineuse.Allowed, Indexing: machineuse.Allowed}, list[0].MachineUse, "an item's own licence is about that item")
	require.Equal(t, machineuse.Use{Training: machineuse.NotAllowed}, list[1].MachineUse)
	list = parse(t, rssOf(`<item><title>A</title>`+license("", `<rsl:permits type="usage">telepathy</rsl:permits>`)+`</item>`))
	require.Contains(t, list[0].Notes[0], "telepathy")
	list = parse(t, rssOf(`<item><title>A</title><rsl:content`+ns+` url="/" server="https://q.example/api"/></item>`))
	require.Equal(t, machineuse.Use{Policy: "https://q.example/api"}, list[0].MachineUse)
	require.Contains(t, list[0].Notes[0], "https://q.example/api")
	list = parse(t, atomOf(`<link rel="license" type="application/rsl+xml" href="https://q.example/l.xml"/><entry><id>urn:x:1</id><title>A</title></entry>`))
	require.Equal(t, "https://q.example/l.xml", list[0].MachineUse.Policy)
}

func TestATitleLosesNoWordThatLooksLikeATag(t *testing.T) {
	t.Parallel()
	for escaped, want := range map[string]string{
		"The &lt;video&gt; element":          "The <video> element",
		"<![CDATA[If a<b and c>d then]]>":    "If a<b and c>d then",
		"&lt;i&gt;Dune&lt;/i&gt; &lt;b&gt;x": "Dune x",
		"A list&lt;string&gt; of two":        "A list<string> of two",
	} {
		a := parse(t, rssOf(`<item><guid>a</guid><title>`+escaped+`</title></item>`))
		require.Equal(t, want, a[0].Item.Headlines[0].Value)
	}
}
