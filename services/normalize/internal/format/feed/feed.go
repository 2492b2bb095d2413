// Package feed reads RSS (0.9x, 1.0, 2.0 with the usual modules, WordPress
// exports), Atom and JSON Feed: each item of a feed is an article of its own,
// in the feed's order.
//
// A feed is mended as far as its text is beyond doubt (mend.go), read into a tree
// (xmltree) or a JSON object, gathered into what it says (model.go), and put into
// ninjs. One bad item costs that item; a feed that is cut off is refused as a whole.
// It must not fetch anything, nor complete an item from elsewhere.
//
// Sources: RSS 2.0 (https://www.rssboard.org/rss-specification), RSS 1.0,
// RFC 4287 (Atom), RFC 6721 (deleted entries), JSON Feed 1.1
// (https://www.jsonfeed.org/version/1.1/), RSL 1.0 (https://rslstandard.org/rsl).
package feed

import (
	"bytes"
	"fmt"
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
		list, err := parseJSON(in, data)
		return distinct(list), err
	}
	doc, err := read(name, data, baseOf(in))
	if err != nil {
		return nil, err
	}
	if name == Atom {
		list, err := parseAtom(in, doc)
		return distinct(list), err
	}
	list, err := parseRSS(in, doc)
	return distinct(list), err
}

// finish says of one article of a feed in XML what all have in common: its place in the
// feed, and what spoiled it.
func finish(name string, n int, doc document, e element, a format.Article) format.Article {
	if doc.repaired != "" {
		a.Note("feed is not well-formed XML, read leniently: " + doc.repaired)
	}
	if a.Err == nil && e.broken() {
		a.Err = format.Errorf(name, contract.ReasonMalformed, place(n), "an element of the item is never closed")
	}
	return complete(name, n, a)
}

// complete refuses an article without any text.
func complete(name string, n int, a format.Article) format.Article {
	withoutFooters(&a)
	it := a.Item
	if a.Err == nil && len(it.Headlines)+len(it.Bodies)+len(it.Descriptions) == 0 && it.PubStatus == "" {
		a.Err = format.Errorf(name, contract.ReasonIncomplete, place(n), "no title and no text")
	}
	return a
}

func place(n int) string { return fmt.Sprintf("item %d", n+1) }

// firstOf is the first text that is more than space, trimmed.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}
