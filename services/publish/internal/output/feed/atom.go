package feed

import (
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/output/xmlwrite"
)

// Atom gives the feed as Atom 1.0. What was taken down is there as at:deleted-entry.
func Atom(f Feed) ([]byte, error) {
	w := xmlwrite.New()
	w.Start("feed", "xmlns", "http://www.w3.org/2005/Atom", "xmlns:at", "http://purl.org/atompub/tombstones/1.0")
	w.Leaf("title", title)
	w.Leaf("id", f.Self)
	w.Leaf("updated", f.Updated.UTC().Format(time.RFC3339))
	w.Empty("link", "rel", "self", "type", "application/atom+xml", "href", f.Self)
	if f.Hub != "" {
		w.Empty("link", "rel", "hub", "href", f.Hub)
	}
	if f.Next != "" {
		w.Empty("link", "rel", "next", "type", "application/atom+xml", "href", f.Next)
	}
	w.Line()
	for _, t := range f.Tombstones {
		w.Start("at:deleted-entry", "ref", t.URI, "when", t.At.UTC().Format(time.RFC3339))
		w.End()
		w.Line()
	}
	for _, e := range f.Entries {
		atomEntry(w, e)
	}
	return w.Bytes(), nil
}

func atomEntry(w *xmlwrite.Writer, e Entry) {
	w.Start("entry", "xml:lang", e.Item.Language)
	w.Leaf("id", string(e.Item.URI))
	w.Leaf("title", e.name())
	w.Leaf("updated", e.Envelope.Published.UTC().Format(time.RFC3339))
	w.Leaf("published", e.first().UTC().Format(time.RFC3339))
	w.Empty("link", "rel", "alternate", "type", "application/json", "href", e.URL)
	w.Start("author")
	if e.Item.By != "" {
		w.Leaf("name", e.Item.By)
	} else {
		w.Leaf("name", e.Envelope.Provider)
	}
	w.End()
	for _, s := range e.Topics() {
		if s.URI != "" {
			w.Empty("category", "term", string(s.URI), "label", s.Name)
		}
	}
	for _, k := range e.Keywords() {
		w.Empty("category", "term", k)
	}
	w.Leaf("rights", e.Item.CopyrightNotice)
	w.Leaf("summary", e.Summary())
	w.Leaf("content", e.text(), "type", "html")
	w.End()
	w.Line()
}
