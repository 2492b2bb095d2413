package newsmlg2_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsmlg2"
)

func xml(media, content string) string {
	return `<inlineXML contenttype="` + media + `">` + content + `</inlineXML>`
}

const nitfDoc = `<nitf uno="inner"><head><title>Inner title</title></head><body><body.head><hedline><hl1>Port closes</hl1><hl2>Nobody hurt</hl2></hedline><byline>By <person>Ann Reed</person></byline>
<dateline><location>BERGEN</location></dateline></body.head><body.content><p>From the <org>Port Board</org>.</p><media media-type="image"><media-reference source="http://hw.example/t.jpg"/></media></body.content><body.end><tagline>End.</tagline></body.end></body></nitf>`

// Of several forms of one text the richest is taken, wherever it stands.
func TestAlternatives(t *testing.T) {
	t.Parallel()
	page, inner := xml("application/xhtml+xml", "<div><p>As XHTML.</p></div>"), xml("application/nitf+xml", nitfDoc)
	html, plain := `<inlineData contenttype="text/html">&lt;p&gt;As HTML.&lt;/p&gt;</inlineData>`, `<inlineData contenttype="text/plain">As text.</inlineData>`
	for _, c := range []struct{ content, want string }{
		{plain + html + inner + page, "As XHTML."}, {page + plain, "As XHTML."}, {plain + html + inner, "From the Port Board."},
		{plain + html, "As HTML."}, {plain, "As text."}, {xml("text/plain", "Bare text."), "Bare text."}, {xml("", "&lt;p&gt;Escaped.&lt;/p&gt;"), "Escaped."},
		{xml("", "<body><p>Body.</p></body>"), "Body."}, {xml("", "<p>One.</p><p>Two.</p>"), "One.\n\nTwo."},
		{xml("application/nitf+xml", "<body.content><p>Bare NITF.</p></body.content>"), "Bare NITF."}, {xml("application/nitf+xml", "<block><p>Block.</p></block>"), "Block."},
		{`<inlineData contenttype="application/nitf+xml"><![CDATA[` + nitfDoc + `]]></inlineData>`, "From the Port Board."},
		{`<inlineData contenttype="text/plain" encoding="encd:base64">` + base64.StdEncoding.EncodeToString([]byte("Encoded.")) + `</inlineData>`, "Encoded."},
		{xml("application/x-own+xml", `<idf><group><element type="body">A &amp; <b>B</b>.</element></group></idf>`), "A & B."},
		{xml("", `<html><body><header><h1>Port closes</h1><p>noise</p></header><section><p>Text.</p></section></body></html>`), "Text."},
		{xml("", `<html><head><title>Head</title></head><p>Text.</p></html>`), "Text."}, {xml("application/xhtml+xml", "<![CDATA[<html><head><title>Head</title></head><body><p>A &amp; b.</p></body></html>]]>"), "A & b."},
		{xml("", `<html><body><h1>Port closes</h1><h2>Why</h2><p>Text.</p></body></html>`), "Why\n\nText."},
	} {
		it := tidied(t, one(t, item("", "<headline>Port closes</headline>", c.content)))
		require.Len(t, it.Bodies, 2+strings.Count(c.content+c.want, "<tagline>End")*2, c.content)
		require.Equal(t, c.want, it.Bodies[1].Value, c.content)
		require.Equal(t, ninjs.TypeText, it.Type)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	it := one(t, item("", `<language tag="no"/>`, `<inlineXML xml:lang="en"><p>Ships wait.</p></inlineXML><inlineXML xml:lang="no"><p>Skip venter.</p></inlineXML>`)).Item
	require.Equal(t, []ninjs.Body{{ContentType: "application/xhtml+xml", Value: "<p>Skip venter.</p>"}, {Role: "en", ContentType: "application/xhtml+xml", Value: "<p>Ships wait.</p>"}}, it.Bodies)
	for meta, want := range map[string]string{`<language tag="no"/>`: "no", `<language qcode="bcp47:sv"/>`: "sv", "": "fi"} {
		doc := strings.Replace(item("", meta, "<inlineXML><p>x</p></inlineXML>"), `version="1"`, `version="1" xml:lang="fi"`, 1)
		require.Equal(t, want, one(t, doc).Item.Language)
	}
	require.Equal(t, "da", one(t, `<newsMessage lang="da"><itemSet>`+item("", "", "<inlineXML><p>x</p></inlineXML>")+`</itemSet></newsMessage>`).Item.Language)
}

func TestNITFWithin(t *testing.T) {
	t.Parallel()
	a := one(t, item("", "<headline>Port closes</headline><urgency>3</urgency>", xml("application/nitf+xml", nitfDoc)))
	it := a.Item
	require.EqualValues(t, "urn:hw:1", it.URI)
	require.Equal(t, []ninjs.AltID{{Role: "nitf", Value: "inner"}}, it.AltIDs)
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Port closes"}, {Role: "sub", Value: "Nobody hurt"}}, it.Headlines)
	require.Equal(t, "Inner title", it.Title)
	require.Equal(t, "Ann Reed", it.By)
	require.Equal(t, "BERGEN", it.Located)
	require.Equal(t, []ninjs.Organisation{{Name: "Port Board"}}, it.Organisations)
	require.Len(t, it.Associations, 1)
	require.Len(t, it.Bodies, 2, "the tagline keeps its role")
}

func TestFiles(t *testing.T) {
	t.Parallel()
	data := base64.StdEncoding.EncodeToString([]byte("\xff\xd8\xff\xe0picture"))
	a := one(t, item("", `<headline>The quay</headline><description role="drol:caption">At dawn</description>`,
		`<inlineData contenttype="image/jpeg" encoding="base64" id="p1">`+data[:8]+"\n "+data[8:]+`</inlineData>`))
	require.Equal(t, []format.Part{{MediaType: "image/jpeg", ID: "p1", Title: "The quay", Caption: "At dawn", Data: []byte("\xff\xd8\xff\xe0picture")}}, a.Parts)
	require.Equal(t, ninjs.TypePicture, a.Item.Type)
	a = one(t, item("", "", `<inlineData encoding="encd:base64">`+data+`</inlineData>`))
	require.Equal(t, "image/jpeg", a.Parts[0].MediaType)
	a = one(t, item("", "", `<inlineData encoding="encd:base64">*</inlineData>`))
	require.Empty(t, a.Parts)
	require.Len(t, a.Notes, 1)
}

func TestRenditions(t *testing.T) {
	t.Parallel()
	doc := item("", "", `<remoteContent href="./a b.jpg" residref="urn:bin:1" contenttype="image/jpeg" width="x"/><remoteContent href="c.jpg" rendition="rnd:web" width="30px"/><remoteContent href="d.jpg" rendition="rnd:web" duration="0:01:30:12"/>`)
	it := one(t, doc).Item
	require.Equal(t, []ninjs.Rendition{{Name: "rendition", Href: "urn:bin:1", ContentType: "image/jpeg"}, {Name: "web", Width: 30}, {Name: "web-2", Duration: 90}}, it.Renditions)
	require.Equal(t, []ninjs.AltID{{Role: "source", Value: "./a b.jpg"}, {Role: "source", Value: "c.jpg"}, {Role: "source", Value: "d.jpg"}}, it.AltIDs)
	require.Equal(t, ninjs.TypePicture, it.Type)
	articles, err := newsmlg2.Parse(format.Input{Data: []byte(doc), Zone: oslo, BaseURL: "http://hw.example/x/"})
	require.NoError(t, err)
	require.EqualValues(t, "http://hw.example/x/a%20b.jpg", articles[0].Item.Renditions[0].Href)
	require.EqualValues(t, "urn:bin:1", articles[0].Item.AltIDs[0].Value)
}

// A text that was put into one paragraph as it left the wire gets its paragraphs
// back, and a table its columns.
func TestWireText(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, item("", "<headline>x</headline>", xml("", "<html><body><p>(Adds detail)\n    By Ann Reed\n    BERGEN, May 3 (HW) - Ships wait outside of the\nharbour.\n    More is to come from the master of it today, he\nsaid.\n\nQuay     1     2\nPier     3     4\n</p></body></html>"))))
	require.Equal(t, "(Adds detail)\n\nBy Ann Reed\n\nBERGEN, May 3 (HW) - Ships wait outside of the harbour.\n\nMore is to come from the master of it today, he said.\n\nQuay     1     2\nPier     3     4", it.Bodies[1].Value)
	require.Equal(t, "Ann Reed", it.By)
}

// The standard has one contentSet; where there are more, each is a text of its own.
func TestContentSets(t *testing.T) {
	t.Parallel()
	set := func(forms string) string { return "</contentSet><contentSet>" + forms }
	xhtml := func(text string) string {
		return `<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>` + text + `</p></body></html></inlineXML>`
	}
	require.Equal(t, []ninjs.Body{{ContentType: "application/xhtml+xml", Value: "<p>One.</p>\n<p>Two.</p>"}}, one(t, item("", "", xhtml("One.")+set(xhtml("Two.")))).Item.Bodies)
	require.Len(t, one(t, item("", "", xhtml("One.")+set(xhtml("One.")))).Item.Bodies, 1)
	require.Equal(t, "<p>One.</p>", one(t, item("", "", xhtml("One.")+set(xhtml("One.")))).Item.Bodies[0].Value)
	bodies := one(t, item("", "", `<inlineData contenttype="text/plain">One.</inlineData>`+set(xhtml("Two.")+`<inlineData contenttype="text/plain">Two.</inlineData>`))).Item.Bodies
	require.Equal(t, []ninjs.Body{{ContentType: "text/plain", Value: "One."}, {ContentType: "application/xhtml+xml", Value: "<p>Two.</p>"}}, bodies)
}
