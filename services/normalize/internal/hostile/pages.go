package hostile

const (
	pageHead = "<!DOCTYPE html><html><head><title>Storm closes the harbour</title></head><body><article><h1>Storm closes the harbour</h1>"
	pageTail = "</article></body></html>"
	sentence = "The harbour was closed on Monday after a storm, the port authority said. "
)

func page(name, piece string) Document {
	return Document{"page: " + name, "text/html", pageHead + "<p>" + sentence + sentence + "</p>", pageTail, numbered(piece)}
}

func pages() []Document {
	return []Document{
		page("comments", "<!---->"), page("doctypes", "<!doctype a>"), page("processing instructions", "<?a>"),
		page("paragraphs", "<p>"+sentence), page("short paragraphs", "<p>word #"), page("one text", "word "),
		page("line breaks", "word # text<br>"), page("double breaks", "word # text<br><br>"), page("links", "<a href=/#>a #</a> "), page("list", "<li>item #"),
		page("links in paragraphs", "<p><a href=/#>a # b c</a>, and text about it all"),
		page("table rows", "<table><tr><td>a #</table>"), page("one table", "<tr><td>a #"), page("cells", "<td>a"),
		page("spans", "<span>a # </span>"), page("divs", "<div>a # text of it</div>"), page("empty divs", "<div></div>"),
		page("bold", "<b>a </b>"), page("open bold", "<b>a "), page("entities", "&amp;"), page("unknown entities", "&#x41;"),
		page("images", "<img src=/#.jpg>"), page("figures", "<figure><img src=/#.jpg><figcaption>a #</figcaption></figure>"),
		page("headings", "<h2>heading #</h2>"), page("quotes", "<blockquote>quote #</blockquote>"), page("brackets", "<"), page("end tags", "</b>"),
		page("scripts", "<script></script>"), page("noscripts", "<noscript><p>a</p></noscript>"), page("templates", "<template>a</template>"),
		page("JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"a #"}</script>`),
		page("microdata", `<i itemprop=name>a</i>`), page("classes", "<p class='a b c#'>"+sentence),
		{"page: one JSON-LD list", "text/html", `<html><head><script type="application/ld+json">[0`, `]</script></head><body><p>` + sentence, same(",0")},
		{"page: one JSON-LD graph", "text/html", `<html><head><script type="application/ld+json">[{}`, `]</script></head><body><p>` + sentence, numbered(`,{"@id":"#","@type":"Person"}`)},
		{"page: JSON-LD body", "text/html", `<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"`, `"}</script></head><body><p>` + sentence, same("word a ")},
		{"page: JSON-LD body of entities", "text/html", `<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"`, `"}</script></head><body><p>` + sentence, same("&amp;")},
		{"page: metas", "text/html", "<html><head>", "</head><body><p>" + sentence, numbered(`<meta name="a#" content="b">`)},
		{"page: links in head", "text/html", "<html><head>", "</head><body><p>" + sentence, numbered(`<link rel=a href=b#>`)},
		{"page: attributes", "text/html", "<html><body><p", ">" + sentence, numbered(" a#=b")},
		{"page: one attribute", "text/html", "<html><body><p", ">" + sentence, same(" a=b")},
		{"page: attributes of many", "text/html", "<html><body>", sentence, same("<p a b c d e f g h i j k l m n o p q r s t u v w x y z>")},
		{"page: classes of one", "text/html", "<html><body><div class='", "'><p>" + sentence, numbered("a# ")},
		{"page: frames after the body", "text/html", "<html><body><p>" + sentence + "</body></html>", "", same("<!--a-->")},
		{"page: attributes of html", "text/html", "<html><body><p>" + sentence, "", numbered("<html a#=b>")},
		{"page: tables foster", "text/html", "<html><body><table>", sentence, numbered("a # <tr>")},
		{"page: nested text", "text/html", "<html><body><div><div><div><div><div><div><div>", sentence, numbered("<p>a # text, of it<span>b</span>")},
	}
}
