package hostile

const (
	nitfHead  = `<nitf><head><docdata><doc-id id-string="a"/></docdata></head><body><body.head><hedline><hl1>Storm</hl1></hedline></body.head><body.content><p>` + sentence + `</p>`
	nitfTail  = `</body.content></body></nitf>`
	g2Head    = `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1"><itemMeta><itemClass qcode="ninat:text"/></itemMeta><contentMeta><headline>Storm</headline>`
	g2Middle  = `</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html><body><p>` + sentence + `</p>`
	g2Tail    = `</body></html></inlineXML></contentSet></newsItem>`
	ml1Head   = `<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a</ProviderId><DateId>20240101</DateId><NewsItemId>b</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification><NewsManagement><Status FormalName="Usable"/></NewsManagement><NewsComponent><NewsLines><HeadLine>Storm</HeadLine></NewsLines>`
	ml1Tail   = `</NewsComponent></NewsItem></NewsML>`
	ml1Simple = `<NewsItem><Identification><NewsIdentifier><ProviderId>a</ProviderId><DateId>20240101</DateId><NewsItemId>b#</NewsItemId></NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>a</HeadLine></NewsLines></NewsComponent></NewsItem>`
)

func nitf(name, piece string) Document {
	return Document{"nitf: " + name, "application/xml", nitfHead, nitfTail, numbered(piece)}
}

func g2(name, piece string) Document {
	return Document{"newsml-g2: " + name, "application/xml", g2Head, g2Middle + g2Tail, numbered(piece)}
}

func g2body(name, piece string) Document {
	return Document{"newsml-g2 body: " + name, "application/xml", g2Head + g2Middle, g2Tail, numbered(piece)}
}

func ml1(name, piece string) Document {
	return Document{"newsml-1: " + name, "application/xml", ml1Head, ml1Tail, numbered(piece)}
}

func xmls() []Document {
	return []Document{
		nitf("comments", "<!---->"), nitf("text in pieces", "a<!---->"), nitf("instructions", "<?a?>"), nitf("paragraphs", "<p>a #</p>"), nitf("empty", "<p/>"), nitf("inline", "<em>a</em>"), nitf("never closed", "<a>"), nitf("ends", "</a>"),
		nitf("attributes", `<p a="" b="" c="" d="" e="" f="" g="" h="" i="" j="" k="" l=""/>`), nitf("media", `<media media-type="image"><media-reference source="a#"/></media>`), nitf("tables", "<table><tr><td>a</td></tr></table>"), nitf("entities", "&amp;"), nitf("ampersands", "& "),
		nitf("lists", "<ul><li>a</li></ul>"), nitf("people", "<person>a #</person>"), nitf("blocks", "<block><p>a</p></block>"),
		{"nitf: documents", "application/xml", "<news>", "</news>", numbered(`<nitf><head><docdata><doc-id id-string="#"/></docdata></head><body><body.head><hedline><hl1>a</hl1></hedline></body.head></body></nitf>`)},
		{"nitf: meta", "application/xml", "<nitf><head>", "</head><body/></nitf>", numbered(`<meta name="a#" content="b"/>`)},
		{"nitf: keys", "application/xml", "<nitf><head><docdata>", "</docdata></head><body/></nitf>", numbered(`<key-list><keyword key="a#"/></key-list>`)},
		{"nitf: subjects", "application/xml", "<nitf><head>", "</head><body/></nitf>", numbered(`<tobject><tobject.subject tobject.subject.refnum="#"/></tobject>`)},
		{"nitf: namespaces", "application/xml", "<nitf>", "</nitf>", numbered(`<a xmlns:a#="u"/>`)},
		g2("subjects", `<subject qcode="a:#"/>`), g2("empty", "<a/>"), g2("names", `<subject qcode="a:1"><name>a#</name></subject>`), g2("headlines", "<headline>a #</headline>"), g2("links", `<link href="http://a/#"/>`), g2("creators", `<creator><name>a#</name></creator>`),
		g2body("paragraphs", "<p>a</p>"), g2body("comments", "<!---->"), g2body("inline", "<b>a</b>"), g2body("images", `<img src="a#"/>`), g2body("empty", "<p/>"),
		{"newsml-g2: items", "application/xml", "<newsMessage><itemSet>", "</itemSet></newsMessage>", numbered(`<newsItem guid="urn:#"><contentMeta><headline>a</headline></contentMeta></newsItem>`)},
		{"newsml-g2: remote", "application/xml", `<newsItem guid="urn:x:1"><contentMeta><headline>a</headline></contentMeta><contentSet>`, `</contentSet></newsItem>`, numbered(`<remoteContent href="http://a/#"/>`)},
		{"newsml-g2: asserts", "application/xml", `<newsItem guid="urn:x:1"><contentMeta><headline>a</headline></contentMeta>`, `</newsItem>`, numbered(`<assert qcode="a:#"><name>b</name></assert>`)},
		{"newsml-g2: package", "application/xml", `<packageItem guid="urn:x:1"><contentMeta><headline>a</headline></contentMeta><groupSet root="a"><group id="a">`, `</group></groupSet></packageItem>`, numbered(`<itemRef residref="urn:#"/>`)},
		{"newsml-1: items", "application/xml", "<NewsML>", "</NewsML>", numbered(ml1Simple)},
		ml1("components", "<NewsComponent/>"), ml1("content", "<ContentItem><DataContent>a #</DataContent></ContentItem>"), ml1("full components", `<NewsComponent><Role FormalName="Main"/><ContentItem><DataContent>a #</DataContent></ContentItem></NewsComponent>`), ml1("topics", `<TopicOccurrence Topic="#a"/>`),
		ml1("subjects", `<DescriptiveMetadata><SubjectCode><Subject FormalName="0#"/></SubjectCode></DescriptiveMetadata>`), ml1("lines", "<NewsLines><ByLine>a #</ByLine></NewsLines>"),
		{"newsml-1: topic set", "application/xml", "<NewsML><TopicSet>", "</TopicSet>" + ml1Head[8:] + ml1Tail, numbered(`<Topic Duid="a#"><Description>b</Description></Topic>`)},
		{"xml: attributes", "application/xml", "<nitf><body><p", "/></body></nitf>", numbered(` a#="b"`)},
		{"xml: directives", "application/xml", "<nitf>", "</nitf>", same(`<!a>`)},
	}
}
