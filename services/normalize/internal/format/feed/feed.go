// Package feed reads RSS (0.9x, 1.0, 2.0 with the usual modules, WordPress
// exports), Atom and JSON Feed: each item of a feed is an article of its own,
// in the feed's order.
//
// The parsing is gofeed's; what this package adds is the guard before it
// (charset, depth, entities, whole to the end) and the way from a feed's item
// to ninjs. It must not fetch anything, nor complete an item from elsewhere.
//
// Sources: RSS 2.0 (https://www.rssboard.org/rss-specification), RSS 1.0,
// RFC 4287 (Atom), JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
package feed

import (
	"bytes"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// The names of the formats, as errors and the list of formats know them.
const (
	RSS      = "rss"
	Atom     = "atom"
	JSONFeed = "jsonfeed"
)

// lookLimit bounds in bytes how far Name looks for a root element.
const lookLimit = 16 << 10

// Name is the format that the first 16 KiB of the delivery show: RSS, Atom,
// JSONFeed, or empty if it is no feed.
func Name(in format.Input) string {
	in.Data = in.Data[:min(len(in.Data), lookLimit)]
	head := lenientUTF8(in)
	if head = bytes.TrimSpace(head); len(head) == 0 {
		return ""
	}
	if head[0] == '{' && strings.Contains(strings.ToLower(in.ContentType), "feed+json") {
		return JSONFeed
	}
	if head[0] == '{' {
		return jsonName(head)
	}
	return xmlName(head)
}

// Parse reads a feed. It gives no article for a feed without items. The error
// is a *format.Error: a feed that does not reach its end is malformed as a
// whole, since nobody could tell the half item from a whole one.
func Parse(in format.Input) ([]format.Article, error) {
	name := Name(in)
	if name == "" {
		return nil, format.Errorf("feed", contract.ReasonUnknown, "", "no RSS, Atom or JSON Feed root within %d bytes", lookLimit)
	}
	data, note, err := toUTF8(name, in)
	if err != nil {
		return nil, err
	}
	articles, err := parse(name, in, data)
	for i := range articles {
		if note != "" {
			articles[i].Note(note)
		}
	}
	return articles, err
}

func parse(name string, in format.Input, data []byte) ([]format.Article, error) {
	if name == JSONFeed {
		return parseJSON(in, data)
	}
	doc, err := guard(name, data)
	if err != nil {
		return nil, err
	}
	if name == Atom {
		return parseAtom(in, doc)
	}
	return parseRSS(in, doc)
}

// finish says of one article what all kinds of feed have in common: its place
// in the feed, what spoiled it, and that it needs some text.
func finish(name string, n int, doc document, a format.Article) format.Article {
	if doc.repaired != "" {
		a.Note("feed is not well-formed XML, read leniently: " + doc.repaired)
	}
	it := a.Item
	switch {
	case a.Err != nil:
	case doc.broken[n]:
		a.Err = format.Errorf(name, contract.ReasonMalformed, place(n), "an element of the item is never closed")
	case len(it.Headlines)+len(it.Bodies)+len(it.Descriptions) == 0 && it.PubStatus == "":
		a.Err = format.Errorf(name, contract.ReasonIncomplete, place(n), "no title and no text")
	}
	return a
}

// firstOf is the first text that is more than space, trimmed.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}
