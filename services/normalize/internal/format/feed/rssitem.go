package feed

import (
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// dates: what a feed calls the publication is the first state, and the present
// one too unless a later change is named. WordPress's *_gmt fields are in UTC.
func (ch channel) dates(a *format.Article, item *item) {
	x, zone, it := item.Extensions, ch.in.Zone, &a.Item
	it.FirstCreated = firstDate(a, time.UTC, value(x["wp"], "post_date_gmt"))
	if it.FirstCreated.IsZero() {
		it.FirstCreated = firstDate(a, zone, item.PubDate, value(x["dc"], "date"),
			value(x["dcterms"], "issued"), value(x["dcterms"], "created"), value(x["atom"], "published"), value(x["prism"], "publicationDate"))
	}
	it.VersionCreated = firstDate(a, time.UTC, value(x["wp"], "post_modified_gmt"))
	if it.VersionCreated.IsZero() {
		it.VersionCreated = firstDate(a, zone, value(x["atom"], "updated"), value(x["dcterms"], "modified"), value(x["prism"], "modificationDate"))
	}
	if it.VersionCreated.IsZero() {
		it.VersionCreated = it.FirstCreated
	}
}

// text takes the fullest text as the body; a description beside it sums it up.
func text(it *ninjs.Item, item *item) {
	x := item.Extensions
	it.Headlines = texts("", firstOf(plain(item.Title), plain(value(x["dc"], "title")), plain(groupText(x["media"], "title"))))
	short := firstOf(item.Description, value(x["excerpt"], "encoded"), value(x["dc"], "description"),
		value(x["itunes"], "summary"), value(x["googleplay"], "description"), groupText(x["media"], "description"), value(x["itunes"], "subtitle"))
	full := item.Content
	if value(x["wp"], "post_type") != "" {
		full = paragraphs(full)
	}
	if full == "" {
		it.Bodies = body(short)
		return
	}
	it.Bodies = body(full)
	if summary := plain(short); summary != plain(full) {
		it.Descriptions = texts("summary", summary)
	}
}

func categories(item *item) []ninjs.Subject {
	var s subjects
	for _, c := range item.Categories {
		s.category(c.Scheme, c.Term, c.Label)
	}
	for _, e := range item.Extensions["dc"]["subject"] {
		s.category("", e.Value, "")
	}
	for _, e := range item.Extensions["media"]["category"] {
		s.category(e.Attrs["scheme"], e.Value, e.Attrs["label"])
	}
	s.keywords(value(item.Extensions["itunes"], "keywords"))
	s.keywords(value(item.Extensions["media"], "keywords"))
	return s.list
}

// attach makes associations of enclosures, Media RSS and iTunes's picture.
func (ch channel) attach(a *format.Article, item *item) {
	m := media{base: ch.base}
	itunes := item.Extensions["itunes"]
	for _, e := range item.Enclosures {
		e.seconds = seconds(value(itunes, "duration"))
		m.add(e)
	}
	m.mediaRSS(item.Extensions["media"])
	for _, e := range append(itunes["image"], item.Extensions["googleplay"]["image"]...) {
		m.add(file{href: e.Attrs["href"], medium: "image"})
	}
	a.Item.Associations = m.list
	a.Notes = append(a.Notes, m.notes...)
}
