package feed_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

func input(data string) format.Input {
	return format.Input{Data: []byte(data), Provider: "harbour", Zone: time.FixedZone("", 2*3600)}
}

func parse(t *testing.T, data string) []format.Article {
	t.Helper()
	articles, err := feed.Parse(input(data))
	require.NoError(t, err)
	return articles
}

func reasonOf(t *testing.T, err error) contract.Reason {
	t.Helper()
	var fe *format.Error
	require.ErrorAs(t, err, &fe)
	return fe.Reason
}

func at(s string) ninjs.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return ninjs.At(t.UTC())
}

const rss2 = `<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Harbour Wire</title><link>https://harbour.example/</link><language>en_gb</language><copyright>Harbour Wire 2031</copyright>
<item><title>Ferry &amp;amp; crew safe</title><link>/ferry?a=1&amp;b=2</link><guid isPermaLink="false">hw-1</guid>
 <description>All are &lt;b&gt;safe&lt;/b&gt;.</description><content:encoded><![CDATA[<p>All are safe on the quay.</p>]]></content:encoded>
 <dc:creator>Ada Quay</dc:creator><dc:creator>Bo Mole</dc:creator><pubDate>Tue, 04 Mar 2031 09:30:00 EST</pubDate>
 <atom:updated>2031-03-04T16:00:00Z</atom:updated>
 <category domain="http://cv.harbour.example/topic/">t-7</category><category>ferries</category><category>Ferries</category>
 <enclosure url="https://harbour.example/f.jpg" type="image/jpeg" length="1200"/>
 <media:content url="https://harbour.example/f.mp4" type="video/mp4" width="640" height="360" duration="95">
  <media:description>The ferry at the quay</media:description><media:thumbnail url="https://harbour.example/t.jpg"/></media:content>
 <slash:comments>12</slash:comments></item>
<item><title>Second</title><link>https://harbour.example/2</link><description>Only a line.</description><pubDate>5 Mar 2031 10:00</pubDate>
 <author>desk@harbour.example (Night Desk)</author><itunes:image href="https://harbour.example/2.png"/></item>
</channel></rss>`

func TestRSS2(t *testing.T) {
	t.Parallel()
	list := parse(t, rss2)
	require.Len(t, list, 2)
	a, it := list[0], list[0].Item
	require.Nil(t, a.Err)
	require.Equal(t, "hw-1", a.ID)
	require.Empty(t, it.URI)
	require.Equal(t, []ninjs.AltID{{Role: "guid", Value: "hw-1"}, {Role: "link", Value: "https://harbour.example/ferry?a=1&b=2"}}, it.AltIDs)
	require.Equal(t, "Ferry & crew safe", it.Headlines[0].Value)
	require.Equal(t, []ninjs.Text{{Role: "summary", Value: "All are safe."}}, it.Descriptions)
	require.Equal(t, []ninjs.Body{{ContentType: "text/html", Value: "<p>All are safe on the quay.</p>"}}, it.Bodies)
	require.Equal(t, "Ada Quay, Bo Mole", it.By)
	require.Equal(t, "en-gb", it.Language)
	require.Equal(t, "Harbour Wire 2031", it.CopyrightNotice)
	require.Equal(t, at("2031-03-04T14:30:00Z"), it.FirstCreated)
	require.Equal(t, at("2031-03-04T16:00:00Z"), it.VersionCreated)
	require.Equal(t, []ninjs.InfoSource{{Name: "Harbour Wire", URI: "https://harbour.example/"}}, it.InfoSources)
	require.Equal(t, []ninjs.Subject{{Name: "t-7", URI: "http://cv.harbour.example/topic/t-7"}, {Name: "ferries", Rel: "keyword"}}, it.Subjects)
	require.Equal(t, 12, *a.SourceComments)
	require.Nil(t, a.SourceViews)

	require.Len(t, it.Associations, 2)
	require.Equal(t, ninjs.TypePicture, it.Associations[0].Type)
	require.Equal(t, []ninjs.Rendition{{Name: "main", Href: "https://harbour.example/f.jpg", ContentType: "image/jpeg", SizeInBytes: 1200}}, it.Associations[0].Renditions)
	film := it.Associations[1]
	require.Equal(t, ninjs.TypeVideo, film.Type)
	require.Equal(t, "The ferry at the quay", film.Descriptions[0].Value)
	require.Equal(t, ninjs.Rendition{Name: "main", Href: "https://harbour.example/f.mp4", ContentType: "video/mp4", Width: 640, Height: 360, Duration: 95}, film.Renditions[0])
	require.Equal(t, ninjs.URI("https://harbour.example/t.jpg"), film.Renditions[1].Href)

	second := list[1].Item
	require.Equal(t, ninjs.URI("https://harbour.example/2"), second.URI)
	require.Equal(t, "Night Desk", second.By)
	require.Equal(t, []ninjs.Body{{ContentType: "text/plain", Value: "Only a line."}}, second.Bodies)
	require.Equal(t, at("2031-03-05T08:00:00Z"), second.VersionCreated, "a date without a zone is the provider's")
	require.Equal(t, ninjs.TypePicture, second.Associations[0].Type)
}

func TestRSSVariants(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"0.91 with Netscape's DTD": `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>W</title><item><title>Fog over the bay</title><link>https://w.example/1</link></item></channel></rss>`,
		"0.90": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>W</title></channel><item><title>Fog over the bay</title><link>https://w.example/1</link></item></rdf:RDF>`,
		"1.0 with a parameter entity": `<!DOCTYPE rdf:RDF [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent">%HTMLlat1;]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://w.example/"><title>W</title></channel>
<item rdf:about="https://w.example/1"><title>Fog over the bay</title><link>https://w.example/1</link><dc:date>2031-01-02</dc:date></item></rdf:RDF>`,
		"not well-formed": `<rss version="2.0"><channel><title>A & B</title><item><title>Fog over the bay</title><link>https://w.example/1</link></item></channel></rss>`,
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := parse(t, data)
			require.Len(t, list, 1)
			require.Nil(t, list[0].Err)
			require.Equal(t, "Fog over the bay", list[0].Item.Headlines[0].Value)
			require.Equal(t, ninjs.URI("https://w.example/1"), list[0].Item.URI)
			require.Equal(t, name == "not well-formed", len(list[0].Notes) == 1)
		})
	}
}

const wxr = `<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel><title>Pier Blog</title>
<item><title>Pier opens</title><guid isPermaLink="false">http://pier.example/?p=1</guid><content:encoded><![CDATA[<p>Open.</p>]]></content:encoded>
<excerpt:encoded><![CDATA[In short]]></excerpt:encoded><dc:creator>ed</dc:creator><pubDate>Mon, 01 Jan 2035 00:00:00 +0000</pubDate>
<wp:post_date_gmt>2031-05-01 08:00:00</wp:post_date_gmt><wp:post_modified_gmt>0000-00-00 00:00:00</wp:post_modified_gmt>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status><category domain="post_tag">pier</category></item>
<item><title>Plan</title><guid>http://pier.example/?p=2</guid><wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>
<item><title>Picture</title><guid>http://pier.example/?p=3</guid><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item>
<item><title>Thrown away</title><guid>http://pier.example/?p=4</guid><content:encoded>old</content:encoded><wp:post_type>post</wp:post_type><wp:status>trash</wp:status></item>
<item><title>Locked</title><guid>http://pier.example/?p=5</guid><content:encoded>secret</content:encoded><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_password>x</wp:post_password></item>
</channel></rss>`

func TestWordPressExport(t *testing.T) {
	t.Parallel()
	list := parse(t, wxr)
	require.Len(t, list, 3)
	it := list[0].Item
	require.Equal(t, ninjs.URI("http://pier.example/?p=1"), it.URI)
	require.Equal(t, ninjs.Usable, it.PubStatus)
	require.Equal(t, at("2031-05-01T08:00:00Z"), it.FirstCreated)
	require.Equal(t, at("2031-05-01T08:00:00Z"), it.VersionCreated)
	require.Equal(t, []ninjs.Text{{Role: "summary", Value: "In short"}}, it.Descriptions)
	require.Equal(t, []ninjs.Subject{{Name: "pier", Rel: "keyword"}}, it.Subjects)
	for _, a := range list[1:] {
		require.Nil(t, a.Err)
		require.Equal(t, ninjs.Withheld, a.Item.PubStatus)
		require.Empty(t, a.Item.Bodies)
		require.Empty(t, a.Item.Headlines)
	}
	require.Equal(t, ninjs.URI("http://pier.example/?p=4"), list[1].Item.URI)
	require.Equal(t, ninjs.URI("http://pier.example/?p=5"), list[2].Item.URI)
}

func TestBrokenItemSpoilsItselfAlone(t *testing.T) {
	t.Parallel()
	list := parse(t, `<rss version="2.0"><channel><title>W</title>
<item><title>One</title><link>https://w.example/1</link></item>
<item><title>Two<link>https://w.example/2</link></item>
<item><link>https://w.example/3</link></item>
<item><title>Four</title><link>https://w.example/4</link></item></channel></rss>`)
	require.Len(t, list, 4)
	require.Nil(t, list[0].Err)
	require.Equal(t, contract.ReasonMalformed, list[1].Err.Reason)
	require.Equal(t, "item 2", list[1].Err.Where)
	require.Equal(t, contract.ReasonIncomplete, list[2].Err.Reason)
	require.Nil(t, list[3].Err)
	require.Equal(t, "Four", list[3].Item.Headlines[0].Value)
}

func TestTruncatedFeedIsMalformed(t *testing.T) {
	t.Parallel()
	for name, whole := range map[string]string{"rss": rss2, "wxr": wxr, "atom": atomFeed, "json": jsonFeed} {
		for _, part := range []int{95, 80, 60} {
			_, err := feed.Parse(input(whole[:len(whole)*part/100]))
			require.Equal(t, contract.ReasonMalformed, reasonOf(t, err), "%s cut to %d%%", name, part)
		}
	}
}

func TestHostileFeeds(t *testing.T) {
	t.Parallel()
	item := `<item><title>x</title></item>`
	tests := map[string]struct {
		data   string
		reason contract.Reason
	}{
		"empty":       {"", contract.ReasonUnknown},
		"other XML":   {"<html><body/></html>", contract.ReasonUnknown},
		"other JSON":  {`{"uri":"x:1"}`, contract.ReasonUnknown},
		"entity bomb": {`<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel>` + item + `</channel></rss>`, contract.ReasonMalformed},
		"deep":        {"<rss><channel><item>" + strings.Repeat("<a>", 100_000), contract.ReasonTooDeep},
		"deep whole":  {"<rss><channel><item>" + strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300) + "</item></channel></rss>", contract.ReasonTooDeep},
		"deep JSON":   {`{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 100_000), contract.ReasonTooDeep},
		"attributes":  {"<rss><channel" + strings.Repeat(` a="b"`, 300) + "></channel></rss>", contract.ReasonTooLarge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := feed.Parse(input(tt.data))
			require.Equal(t, tt.reason, reasonOf(t, err), "%v", err)
		})
	}
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	doc := func(label string) string {
		return `<?xml version="1.0" encoding="` + label + `"?><rss version="2.0"><channel><title>W</title><item><title>Grüße an Zoë</title></item></channel></rss>`
	}
	latin, _ := charmap.ISO8859_1.NewEncoder().String(doc("ISO-8859-1"))
	typed, _ := charmap.Windows1252.NewEncoder().String(strings.Replace(doc(""), ` encoding=""`, "", 1))
	little, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(doc("utf-16"))
	big, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(doc("UTF-16"))
	tests := map[string]struct{ data, contentType string }{
		"declared latin 1":            {latin, ""},
		"charset of the content type": {typed, "text/xml; charset=windows-1252"},
		"UTF-16 with mark":            {little, "application/rss+xml"},
		"UTF-16 without mark":         {big, ""},
		"UTF-8 with mark":             {"\ufeff" + doc("utf-8"), "text/xml; charset=iso-8859-1"},
		"UTF-8, wrong content type":   {doc("utf-8"), "text/xml; charset=iso-8859-1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := input(tt.data)
			in.ContentType = tt.contentType
			list, err := feed.Parse(in)
			require.NoError(t, err)
			require.Equal(t, "Grüße an Zoë", list[0].Item.Headlines[0].Value)
		})
	}
}

func TestCorpusWordPress(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "wordpress_wxr.xml"))
	require.NoError(t, err)
	list := parse(t, string(data))
	require.Len(t, list, 1)
	it := list[0].Item
	require.Equal(t, ninjs.URI("http://sdnewtester.org/?p=216"), it.URI)
	require.Contains(t, it.AltIDs, ninjs.AltID{Role: "guid", Value: "http://sdnewtester.org/?p=216"})
	require.Equal(t, "Starafrica to dispose assets for $6 million to clear debt", it.Headlines[0].Value)
	require.Equal(t, "admin", it.By)
	encoded, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, encoded)
}
