package feed_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What modules and odd writers say of an item reaches the field that it means.
func TestModules(t *testing.T) {
	t.Parallel()
	const title = `<title>T</title>`
	for name, c := range map[string]struct {
		data, want string
		lacks      string
	}{
		"FeedBurner's address":          {rssOf(`<item xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">` + title + `<link>https://f.example/1</link><f:origLink>https://q.example/1</f:origLink></item>`), `{"role":"link","value":"https://q.example/1"}`, "f.example"},
		"FeedBurner's enclosure":        {rssOf(`<item>` + title + `<enclosure url="https://f.example/1.mp3" type="audio/mpeg" length="3"/><feedburner:origEnclosureLink>https://q.example/1.mp3</feedburner:origEnclosureLink></item>`), `"href":"https://q.example/1.mp3","contentType":"audio/mpeg"`, "f.example"},
		"FeedBurner in Atom":            {atomOf(`<entry><id>urn:x:1</id>` + title + `<link href="https://f.example/1"/><origLink xmlns="http://rssnamespace.org/feedburner/ext/1.0">https://q.example/1</origLink></entry>`), `{"role":"link","value":"https://q.example/1"}`, "f.example"},
		"PRISM's date":                  {rssOf(`<item xmlns:p="http://prismstandard.org/namespaces/basic/2.0/">` + title + `<p:publicationDate>2025-06-30T00:00:00Z</p:publicationDate></item>`), `"firstCreated":"2025-06-30T00:00:00Z"`, ""},
		"an address before the name":    {rssOf(`<item>` + title + `<author>&lt;a@q.example&gt; Ada Quay</author></item>`), `"by":"Ada Quay"`, ""},
		"an author of Google's":         {rssOf(`<item xmlns:g="http://www.google.com/schemas/play-podcasts/1.0">` + title + `<g:author>Ada Quay</g:author></item>`), `"by":"Ada Quay"`, ""},
		"a description of Google's":     {rssOf(`<item xmlns:g="http://www.google.com/schemas/play-podcasts/1.0">` + title + `<g:description>Told</g:description></item>`), `"value":"Told"`, ""},
		"the show's author":             {rssOf(`<itunes:author>Quay Team</itunes:author><item>` + title + `</item>`), `"by":"Quay Team"`, ""},
		"who answers for the feed":      {rssOf(`<managingEditor>e@q.example (Ed Quay)</managingEditor><item>` + title + `</item>`), `"T"`, "Ed Quay"},
		"a subtitle alone":              {rssOf(`<item>` + title + `<itunes:subtitle>Told</itunes:subtitle></item>`), `"value":"Told"`, ""},
		"markup that was escaped twice": {rssOf(`<item>` + title + `<description>&amp;lt;p&amp;gt;It is &amp;lt;b&amp;gt;told&amp;lt;/b&amp;gt;.&amp;lt;/p&amp;gt;</description></item>`), `\u003cp\u003eIt is \u003cb\u003etold`, "&lt;"},
		"words on markup":               {rssOf(`<item>` + title + `<description>&amp;lt;p&amp;gt; is an element, and &amp;lt;/p&amp;gt; ends it</description></item>`), `lt;p`, ""},
		"a licence":                     {rssOf(`<item>` + title + `<creativeCommons:license>https://c.example/by/4.0/</creativeCommons:license></item>`), `"rightsInfo":{"linkedRights":"https://c.example/by/4.0/"}`, ""},
		"a licence of the feed":         {rssOf(`<cc:license xmlns:cc="http://web.resource.org/cc/" xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:resource="https://c.example/by/4.0/"/><item>` + title + `</item>`), `"rightsInfo":{"linkedRights":"https://c.example/by/4.0/"}`, ""},
		"a licence as a link":           {atomOf(`<entry><id>urn:x:1</id>` + title + `<link rel="license" href="https://c.example/by/4.0/"/></entry>`), `"rightsInfo":{"linkedRights":"https://c.example/by/4.0/"}`, ""},
		"a page of that language":       {atomOf(`<entry xml:lang="en"><id>urn:x:1</id>` + title + `<link hreflang="de" href="https://q.example/de"/><link hreflang="en" href="https://q.example/en"/></entry>`), `{"role":"link","value":"https://q.example/en"}`, ""},
		"a page beside another form":    {atomOf(`<entry><id>urn:x:1</id>` + title + `<link type="application/pdf" href="https://q.example/p.pdf"/><link type="text/html" href="https://q.example/p"/></entry>`), `{"role":"link","value":"https://q.example/p"}`, ""},
		"content in base64":             {atomOf(`<entry><id>urn:x:1</id>` + title + `<content type="application/octet-stream">PHA+VG9sZDwvcD4=</content></entry>`), `\u003cp\u003eTold\u003c/p\u003e`, "PHA"},
		"a contributor's address":       {atomOf(`<entry><id>urn:x:1</id>` + title + `<contributor><name>Bo</name><uri>https://q.example/bo</uri></contributor></entry>`), `{"name":"Bo","rel":"contributor","uri":"https://q.example/bo"}`, ""},
		"the page of a source":          {atomOf(`<entry><id>urn:x:1</id>` + title + `<source><title>S</title><link href="https://s.example/"/></source></entry>`), `{"name":"S","uri":"https://s.example/"}`, ""},
		"an enclosure that MRSS knows":  {rssOf(`<item>` + title + `<enclosure url="https://q.example/v.mp4" type="video/mp4" length="9"/><media:content url="https://q.example/v.mp4" duration="185" width="300" height="200"/></item>`), `"width":300,"height":200,"sizeInBytes":9,"duration":185`, ""},
		"the main one of a group":       {rssOf(`<item>` + title + `<media:group><media:content url="https://q.example/s.jpg" medium="image"/><media:content url="https://q.example/l.jpg" medium="image" isDefault="true"/></media:group></item>`), `"name":"main","href":"https://q.example/l.jpg"`, ""},
	} {
		list := parse(t, c.data)
		require.Len(t, list, 1, name)
		if list[0].Item.URI == "" {
			list[0].Item.URI = "urn:x:none"
		}
		out, err := json.Marshal(list[0].Item)
		require.NoError(t, err, name)
		require.Contains(t, string(out), c.want, name)
		require.False(t, c.lacks != "" && strings.Contains(string(out), c.lacks), "%s: %s", name, out)
	}
}
