package feed

import (
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/output/xmlwrite"
)

// RSS gives the feed as RSS 2.0. What was taken down is not in it any more.
func RSS(f Feed) ([]byte, error) {
	w := xmlwrite.New()
	w.Start("rss", "version", "2.0", "xmlns:atom", "http://www.w3.org/2005/Atom", "xmlns:content", "http://purl.org/rss/1.0/modules/content/", "xmlns:dc", "http://purl.org/dc/elements/1.1/")
	w.Start("channel")
	w.Leaf("title", title)
	w.Leaf("link", f.Self)
	w.Leaf("description", "Articles as they stand now")
	w.Leaf("lastBuildDate", f.Updated.UTC().Format(time.RFC1123Z))
	w.Empty("atom:link", "rel", "self", "type", "application/rss+xml", "href", f.Self)
	if f.Hub != "" {
		w.Empty("atom:link", "rel", "hub", "href", f.Hub)
	}
	w.Line()
	for _, e := range f.Entries {
		rssItem(w, e)
	}
	return w.Bytes(), nil
}

func rssItem(w *xmlwrite.Writer, e Entry) {
	w.Start("item")
	w.Leaf("title", e.name())
	w.Leaf("link", e.URL)
	w.Leaf("guid", string(e.Item.URI), "isPermaLink", "false")
	w.Leaf("pubDate", e.Envelope.Published.UTC().Format(time.RFC1123Z))
	w.Leaf("dc:creator", e.Item.By)
	w.Leaf("dc:language", e.Item.Language)
	w.Leaf("dc:rights", e.Item.CopyrightNotice)
	for _, s := range e.Topics() {
		w.Leaf("category", s.Name, "domain", string(s.URI))
	}
	for _, k := range e.Keywords() {
		w.Leaf("category", k)
	}
	w.Leaf("description", e.Summary())
	w.Leaf("content:encoded", e.text())
	w.End()
	w.Line()
}
