// Package feed writes lists of articles for feed readers: RSS 2.0, Atom 1.0 with
// tombstones, JSON Feed 1.1; and as ninjs.
//
// Sources: RSS 2.0 (rssboard.org/rss-specification), RFC 4287 (Atom), RFC 6721 (at:deleted-entry),
// jsonfeed.org/version/1.1.
package feed

import (
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/search/analyze"
)

// Feed is one page of a list, newest first.
type Feed struct {
	Self       string // absolute address of this page
	Next       string // absolute address of the next one, empty for the last
	Hub        string // absolute address of the WebSub hub, empty for none
	Updated    time.Time
	Entries    []Entry
	Tombstones []Tombstone
}

// Entry is one article of it.
type Entry struct {
	content.Article
	Sequence uint64
	Subject  string
	URL      string // absolute address of the article
	Counts   *Counts
	Found    *Found // of what was searched for
}

// Found is where an article stands among what a search found, and why.
type Found struct {
	Score   float64        `json:"score"`
	Excerpt []analyze.Part `json:"excerpt"` // parts of the text in a row, those that match marked
}

// Counts are the views that were counted here; nil: they are not known at the moment.
type Counts struct {
	Views    int64   `json:"views"`
	Viewers  int64   `json:"viewers" doc:"Unique by day, within 1%."`
	Trending float64 `json:"trending" doc:"Views, each counting half after every half-life."`
}

// source is what the article's source reported of itself.
type source struct {
	Views    *int `json:"views,omitempty"`
	Comments *int `json:"comments,omitempty"`
}

func (e Entry) source() *source {
	if e.Envelope.SourceViews == nil && e.Envelope.SourceComments == nil {
		return nil
	}
	return &source{e.Envelope.SourceViews, e.Envelope.SourceComments}
}

// Tombstone is an article that was taken down.
type Tombstone struct {
	Article string
	URI     string
	At      time.Time
}

const title = "wireroom"

// name is the headline of an entry; feeds require a title.
func (e Entry) name() string {
	if h := e.Headline(); h != "" {
		return h
	}
	return string(e.Item.URI)
}

// text is the markup of an entry; empty if there is none.
func (e Entry) text() string { return e.Text(content.XHTML) }

// first is when the article was first made, as far as is known.
func (e Entry) first() time.Time {
	if t := e.Item.FirstCreated; !t.IsZero() {
		return t.Time
	}
	if t := e.Item.VersionCreated; !t.IsZero() {
		return t.Time
	}
	return e.Envelope.Published
}
