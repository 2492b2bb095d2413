package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// channel is what the items of an RSS feed take from it.
type channel struct {
	in        format.Input
	base      base
	language  string
	copyright string
	author    string // of all items that name none
	license   ninjs.URI
	source    []ninjs.InfoSource
	export    export
	wider     statement
}

func parseRSS(in format.Input, doc document) ([]format.Article, error) {
	feed := readRSS(doc.root)
	if err := format.Spent(RSS, len(feed.Items)); err != nil {
		return nil, err
	}
	ch := channelOf(in, feed)
	var out []format.Article
	for i, item := range feed.Items {
		if notArticle(item) {
			continue
		}
		out = append(out, finish(RSS, i, doc, item.element, ch.article(item)))
	}
	return out, nil
}

// channelOf takes the site's address as base, which is what feeds mean by a relative link,
// else the feed's own.
func channelOf(in format.Input, feed *rssFeed) channel {
	b := newBase(string(baseOf(in).uri(feed.Link)), feed.Link, in.BaseURL)
	ch := channel{in: in, base: b, export: exportOf(feed), language: language(feed.Language, value(feed.Extensions["dc"], "language"))}
	ch.copyright = plain(firstOf(feed.Copyright, value(feed.Extensions["dc"], "rights")))
	ch.author, ch.license = channelAuthor(feed.Extensions), license(feed.Extensions, nil)
	ch.wider = doc(feed.Extensions, nil)
	if title := plain(feed.Title); title != "" {
		ch.source = []ninjs.InfoSource{{Name: title, URI: b.uri(feed.Link)}}
	}
	return ch
}

func (ch channel) article(item *item) format.Article {
	dc := item.Extensions["dc"]
	var a format.Article
	it := &a.Item
	it.Type = ninjs.TypeText
	it.URI, a.ID, it.AltIDs = identify(ch.guid(item), item.Link, ch.base)
	it.Language = language(item.language(), value(dc, "language"), ch.language)
	it.By = firstOf(byline(item), ch.author)
	it.RightsInfo = linkedRights(license(item.Extensions, nil), ch.license)
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
	machineUse(&a, ch.wider, doc(item.Extensions, nil))
	ch.export.publication(&a, item, ch.base)
	return a
}

// guid is what the item calls itself. One that the feed calls an address may be relative.
func (ch channel) guid(item *item) string {
	if full := ch.base.uri(item.GUID); item.Permalink && full != "" {
		return string(full)
	}
	return firstOf(item.GUID, item.About, value(item.Extensions["dc"], "identifier"))
}

// language is that of the item, its own or that of its content.
func (it *item) language() string {
	own := it.element.language()
	for c := range it.element.children() {
		if c.name == "content" || c.name == "encoded" {
			own = firstOf(own, c.language())
		}
	}
	return own
}

// byline is the author's name: Dublin Core says names, RSS's own author is a
// mailbox, which is no by-line unless it names somebody.
func byline(item *item) string {
	if list := names(item.Extensions["dc"]); len(list) > 0 {
		return strings.Join(list, ", ")
	}
	return firstOf(mailboxName(plain(item.Author)), podcastAuthor(item.Extensions))
}

// channelAuthor is who is named as the author of all items. RSS's managingEditor and
// webMaster answer for the feed and wrote none of it.
func channelAuthor(x extensions) string {
	return firstOf(strings.Join(names(x["dc"]), ", "), podcastAuthor(x))
}

// podcastAuthor is the author in the vocabularies of Apple's and Google's directories.
func podcastAuthor(x extensions) string {
	return firstOf(mailboxName(plain(value(x["itunes"], "author"))), mailboxName(plain(value(x["googleplay"], "author"))))
}

// names are the creators of Dublin Core, else its authors, which it does not have but
// feeds do.
func names(dc fields) []string {
	for _, list := range [][]field{dc["creator"], dc["author"]} {
		var out []string
		for _, e := range list {
			if name := plain(e.Value); name != "" {
				out = append(out, name)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

func dcContributors(item *item) []ninjs.Person {
	var out []ninjs.Person
	for _, e := range item.Extensions["dc"]["contributor"] {
		if name := plain(e.Value); name != "" {
			out = append(out, ninjs.Person{Name: name, Rel: "contributor"})
		}
	}
	return out
}

// mailboxName takes the name out of "desk@example.org (Name)", "Name <desk@example.org>"
// and "<desk@example.org> Name"; a bare address names nobody.
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
	name, rest, _ := strings.Cut(s, "<")
	if strings.TrimSpace(name) == "" {
		_, name, _ = strings.Cut(rest, ">")
	}
	if strings.Contains(name, "@") {
		return ""
	}
	return strings.TrimSpace(name)
}

func (ch channel) sources(item *item) []ninjs.InfoSource {
	if plain(item.Source.Title) == "" {
		return ch.source
	}
	origin := ninjs.InfoSource{Name: plain(item.Source.Title), URI: ch.base.uri(item.Source.URL)}
	return append([]ninjs.InfoSource{origin}, ch.source...)
}
