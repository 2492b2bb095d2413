package hostile

const (
	rssHead  = `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:x="urn:x"><channel><title>News</title>`
	rssTail  = `</channel></rss>`
	atomHead = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>`
	atomTail = `</feed>`
	rdfHead  = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>News</title></channel>`
	rdfTail  = `</rdf:RDF>`
	jsonHead = `{"version":"https://jsonfeed.org/version/1.1","title":"News","items":[{"id":"first","content_text":"a"}`
	jsonTail = `]}`
)

func rss(name, piece string) Document {
	return Document{"rss: " + name, "application/rss+xml", rssHead, rssTail, numbered(piece)}
}

// item fills one item of a feed.
func item(name, piece string) Document {
	return Document{"rss item: " + name, "application/rss+xml", rssHead + "<item><guid>urn:x:1</guid><title>Storm</title>", "</item>" + rssTail, numbered(piece)}
}

func markup(name, piece string) Document {
	return Document{"rss body: " + name, "application/rss+xml", rssHead + "<item><guid>urn:x:1</guid><title>Storm</title><description><![CDATA[<p>" + sentence, "]]></description></item>" + rssTail, numbered(piece)}
}

func entry(name, piece string) Document {
	return Document{"atom entry: " + name, "application/atom+xml", atomHead + "<entry><id>urn:x:1</id><title>Storm</title>", "</entry>" + atomTail, numbered(piece)}
}

func feeds() []Document {
	return []Document{
		rss("items", "<item><title>a #</title></item>"), rss("empty items", "<item/>"), rss("comments", "<!---->"), rss("instructions", "<?a?>"),
		rss("categories", "<category>a</category>"), rss("extensions", "<x:a/>"), rss("empty elements", "<a/>"),
		rss("items of 400 bytes", "<item><title>a #</title><guid>b#</guid>"+"<category>a</category><category>b</category><category>c</category><category>d</category><category>e</category><category>f</category><category>g</category><category>h</category><category>i</category><category>j</category><category>k</category><category>l</category><category>m</category></item>"),
		rss("items with extensions", "<item><title>a #</title><guid>b#</guid>"+"<x:a/><x:b/><x:c/><x:d/><x:e/><x:f/><x:g/><x:h/><x:i/><x:j/><x:k/><x:l/><x:m/><x:n/><x:o/><x:p/><x:q/><x:r/><x:s/><x:t/><x:u/><x:v/><x:w/><x:x/><x:y/><x:z/><x:a/><x:b/><x:c/><x:d/><x:e/><x:f/><x:g/><x:h/><x:i/><x:j/><x:k/><x:l/><x:m/><x:n/><x:o/><x:p/><x:q/><x:r/><x:s/><x:t/><x:u/><x:v/><x:w/><x:x/><x:y/><x:z/></item>"),
		item("categories", "<category>a#</category>"), item("authors", "<dc:creator>a#</dc:creator>"), item("extensions", "<x:a/>"), item("nested extensions", "<x:a><x:b/></x:a>"),
		item("enclosures", `<enclosure url="http://a/#"/>`), item("media", `<media:content url="http://a/#"/>`), item("titles", "<title>a</title>"), item("unknown", "<a/>"),
		item("comments in text", "<!---->a"), item("links", "<link>http://a/#</link>"),
		item("keywords", "<media:keywords>a,#</media:keywords>"), item("groups", `<media:group><media:content url="http://a/#"/></media:group>`),
		{"rss item: one keyword list", "application/rss+xml", rssHead + "<item><title>a</title><media:keywords>", "</media:keywords></item>" + rssTail, numbered("a#,")},
		{"rss: attributes", "application/rss+xml", rssHead, rssTail, numbered(`<a a="b" b="b" c="b" d="b" e="b" f="b" g="b" h="b" i="b" j="b" k="b" l="b"/>`)},
		{"rss: entities in a title", "application/rss+xml", rssHead + "<item><title>", "</title></item>" + rssTail, same("&amp;")},
		markup("comments", "<!---->"), markup("paragraphs", "<p>a"), markup("bold", "<b>a</b>"), markup("open bold", "<b>a"), markup("breaks", "<br>"), markup("nested", "<div>"),
		markup("images", "<img src=http://a/#>"), markup("links", "<a href=/#>a</a>"), markup("lists", "<ul><li>a"), markup("tables", "<table><tr><td>a"), markup("entities", "&amp;"),
		markup("brackets", "<"), markup("end tags", "</p>"), markup("blanks", " \n"), markup("attributes", "<p a b c d e f g h>a"), markup("cells", "<td>a"), markup("scripts", "<script>a"), markup("spans", "<span>a # </span>"),
		markup("long word", "a"), markup("wide", "字"), markup("combining", "e\u0301"), markup("marks", "\u0301"),
		{"atom: entries", "application/atom+xml", atomHead, atomTail, numbered("<entry><id>#</id></entry>")},
		{"atom: comments", "application/atom+xml", atomHead, atomTail, same("<!---->")},
		entry("categories", `<category term="a#"/>`), entry("authors", "<author><name>a#</name></author>"), entry("links", `<link href="http://a/#"/>`),
		entry("enclosures", `<link rel="enclosure" href="http://a/#"/>`), entry("contributors", "<contributor><name>a#</name></contributor>"), entry("xhtml", `<content type="xhtml"><div>a</div></content>`),
		{"atom entry: xhtml", "application/atom+xml", atomHead + `<entry><id>a</id><content type="xhtml"><div>`, "</div></content></entry>" + atomTail, same("<b>a</b>")},
		{"rdf: items", "application/rdf+xml", rdfHead, rdfTail, numbered("<item><title>a #</title></item>")},
		{"jsonfeed: items", "application/feed+json", jsonHead, jsonTail, numbered(`,{"id":#,"title":"a"}`)},
		{"jsonfeed: empty items", "application/feed+json", jsonHead, jsonTail, same(`,{}`)},
		{"jsonfeed: numbers", "application/feed+json", jsonHead, jsonTail, same(`,0`)},
		{"jsonfeed: tags", "application/feed+json", jsonHead + `,{"id":"a","content_text":"b","tags":["a"`, "]}" + jsonTail, numbered(`,"#"`)},
		{"jsonfeed: attachments", "application/feed+json", jsonHead + `,{"id":"a","content_text":"b","attachments":[{}`, "]}" + jsonTail, numbered(`,{"url":"http://a/#"}`)},
		{"jsonfeed: authors", "application/feed+json", jsonHead + `,{"id":"a","content_text":"b","authors":[{}`, "]}" + jsonTail, numbered(`,{"name":"#"}`)},
		{"jsonfeed: unknown", "application/feed+json", jsonHead + `],"x":[0`, jsonTail, numbered(`,0`)},
	}
}
