package feed

import (
	"bytes"
	"strings"

	"github.com/mmcdole/gofeed/rss"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// channel is what the items of an RSS feed take from it.
type channel struct {
	in        format.Input
	base      base
	language  string
	copyright string
	source    []ninjs.InfoSource
	export    export
}

func parseRSS(in format.Input, doc document) ([]format.Article, error) {
	feed, err := (&rss.Parser{}).Parse(bytes.NewReader(doc.data))
	if err != nil {
		return nil, format.Errorf(RSS, contract.ReasonMalformed, "", "read RSS: %w", err)
	}
	if len(doc.broken) > 0 && len(feed.Items) != doc.items {
		return nil, format.Errorf(RSS, contract.ReasonMalformed, "", "an item is never closed: %s", doc.repaired)
	}
	ch := channelOf(in, feed)
	var out []format.Article
	for i, item := range feed.Items {
		if notArticle(item) {
			continue
		}
		a := ch.article(item)
		a.Item.Language = language(doc.language[i], a.Item.Language)
		out = append(out, finish(RSS, i, doc, a))
	}
	return out, nil
}

func channelOf(in format.Input, feed *rss.Feed) channel {
	links := append([]string{in.BaseURL}, feed.Links...)
	b := newBase(links...)
	ch := channel{in: in, base: b, export: exportOf(feed), language: language(feed.Language, value(feed.Extensions["dc"], "language"))}
	ch.copyright = plain(firstOf(feed.Copyright, value(feed.Extensions["dc"], "rights")))
	if title := plain(feed.Title); title != "" {
		ch.source = []ninjs.InfoSource{{Name: title, URI: b.uri(feed.Link)}}
	}
	return ch
}

func (ch channel) article(item *rss.Item) format.Article {
	dc := item.Extensions["dc"]
	var a format.Article
	it := &a.Item
	it.Type = ninjs.TypeText
	it.URI, a.ID, it.AltIDs = identify(guid(item), item.Link, ch.base)
	it.Language = language(value(dc, "language"), ch.language)
	it.By = byline(item)
	it.CopyrightNotice = firstOf(plain(value(dc, "rights")), ch.copyright)
	it.InfoSources = ch.sources(item)
	ch.dates(&a, item)
	text(it, item)
	absoluteLinks(it.Bodies, item.Link, ch.base)
	it.Places, it.People = places(item.Extensions), dcContributors(item)
	it.Subjects = categories(item)
	ch.attach(&a, item)
	a.SourceComments = count(firstOf(value(item.Extensions["slash"], "comments"), value(item.Extensions["thr"], "total")))
	a.SourceViews = count(views(item.Extensions["media"]))
	ch.export.publication(&a, item, ch.base)
	return a
}

func guid(item *rss.Item) string {
	own := ""
	if item.GUID != nil {
		own = item.GUID.Value
	}
	return firstOf(own, value(item.Extensions["dc"], "identifier"))
}

// byline is the author's name: Dublin Core says names, RSS's own author is a
// mailbox, which is no by-line unless it names somebody.
func byline(item *rss.Item) string {
	var names []string
	for _, e := range item.Extensions["dc"]["creator"] {
		if name := plain(e.Value); name != "" {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		return strings.Join(names, ", ")
	}
	return firstOf(mailboxName(plain(item.Author)), plain(value(item.Extensions["itunes"], "author")))
}

func dcContributors(item *rss.Item) []ninjs.Person {
	var out []ninjs.Person
	for _, e := range item.Extensions["dc"]["contributor"] {
		if name := plain(e.Value); name != "" {
			out = append(out, ninjs.Person{Name: name, Rel: "contributor"})
		}
	}
	return out
}

// mailboxName takes the name out of "desk@example.org (Name)" and
// "Name <desk@example.org>"; a bare address names nobody.
func mailboxName(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	if _, rest, ok := strings.Cut(s, "("); ok {
		name, _, _ := strings.Cut(rest, ")")
		if strings.Contains(name, "@") {
			name, _, _ = strings.Cut(s, "(")
		}
		return strings.TrimSpace(name)
	}
	name, _, _ := strings.Cut(s, "<")
	if strings.Contains(name, "@") {
		return ""
	}
	return strings.TrimSpace(name)
}

func (ch channel) sources(item *rss.Item) []ninjs.InfoSource {
	if item.Source == nil || plain(item.Source.Title) == "" {
		return ch.source
	}
	origin := ninjs.InfoSource{Name: plain(item.Source.Title), URI: ch.base.uri(item.Source.URL)}
	return append([]ninjs.InfoSource{origin}, ch.source...)
}
