package feed

import (
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// channel is an RSS feed as it stands (RSS 2.0, RSS 1.0).
type rssFeed struct {
	Title, Link, Language, Copyright string
	Extensions                       extensions
	Items                            []*item
}

// item is an item of an RSS feed as it stands. Title, Description and Content are text or
// HTML, as RSS never says which.
type item struct {
	element element

	Title, Description, Content, Link string
	Author, PubDate, GUID, About      string
	Permalink                         bool // the feed says that the guid is an address
	Source                            rssSource
	Categories                        []category
	Enclosures                        []file
	Extensions                        extensions
}

type rssSource struct{ Title, URL string }

// category is a term of a scheme with its label.
type category struct{ Scheme, Term, Label string }

// person is somebody with an address on the web, if there is one.
type person struct{ name, uri string }

// construct is a text of Atom (RFC 4287, 3.1) or its content: plain text or HTML.
type construct struct {
	Type  string // text, html, or the media type of something else
	Media string // the type as it is written, in small letters
	Value string
	Src   string // address of content that is elsewhere
}

// line is the text on one line.
func (c construct) line() string {
	if c.Type == "html" {
		return plain(c.Value)
	}
	return oneLine(c.Value)
}

// atomFeed is a feed, and the source of an entry, as it stands (RFC 4287).
type atomFeed struct {
	Title, Rights construct
	ID, Language  string
	Links         []link
	Authors       []string
	Extensions    extensions
}

type link struct{ Href, Rel, Type, Title, Length, Lang string }

// entry is an entry of an Atom feed as it stands.
type entry struct {
	element element

	Title, Summary, Rights construct
	Content                *construct
	ID, Published, Updated string
	Links                  []link
	Authors                []string
	Contributors           []person
	Categories             []category
	Source                 *atomFeed
	Extensions             extensions
}

// baseOf is the address that a document was fetched from.
func baseOf(in format.Input) base { return newBase(in.BaseURL) }

// set sets a text that is not there yet.
func set(to *string, text string) {
	if strings.TrimSpace(*to) == "" {
		*to = text
	}
}
