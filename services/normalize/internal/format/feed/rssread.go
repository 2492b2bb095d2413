package feed

import "strings"

// readRSS gathers a feed and its items, those beside the channel (RSS 1.0) behind those
// within.
func readRSS(root element) *rssFeed {
	feed := &rssFeed{Extensions: extensions{}}
	for c := range root.children() {
		if c.space == native && c.name == "channel" {
			feed.channel(c)
		}
	}
	for _, e := range root.entries("item") {
		feed.Items = append(feed.Items, readItem(e))
	}
	return feed
}

func (f *rssFeed) channel(channel element) {
	for c := range channel.children() {
		switch {
		case c.space != native:
			f.Extensions.add(c)
		case c.name == "title":
			set(&f.Title, c.text())
		case c.name == "link":
			set(&f.Link, c.address(firstOf(c.text(), c.attr("href"))))
		case c.name == "language":
			set(&f.Language, c.text())
		case c.name == "copyright":
			set(&f.Copyright, c.text())
		}
	}
	for _, e := range channel.entries("item") {
		f.Items = append(f.Items, readItem(e))
	}
}

func readItem(e element) *item {
	it := &item{element: e, Extensions: extensions{}}
	for _, a := range e.node.Attrs {
		if a.Name == "about" {
			it.About = e.address(strings.TrimSpace(a.Value))
		}
	}
	for c := range e.children() {
		switch {
		case c.node.Unclosed && c.space == native && c.name == "item":
		case c.space == native:
			it.native(c)
		case c.space == "content" && c.name == "encoded":
			set(&it.Content, c.markup())
		case c.space == "xhtml" && (c.name == "body" || c.name == "div"):
			set(&it.Content, c.base.html(c.node.InnerMarkup()))
		default:
			it.Extensions.add(c)
		}
	}
	it.complete()
	it.feedburner()
	return it
}

// feedburner takes the addresses that FeedBurner replaced by its own, which count clicks.
func (it *item) feedburner() {
	x := it.Extensions["feedburner"]
	it.Link = firstOf(value(x, "origLink"), it.Link)
	if original := value(x, "origEnclosureLink"); original != "" && len(it.Enclosures) == 1 {
		it.Enclosures[0].href = original
	}
}

// native takes an element of RSS. The first of a name counts.
func (it *item) native(c element) {
	switch c.name {
	case "title":
		set(&it.Title, c.text())
	case "description":
		set(&it.Description, c.markup())
	case "encoded", "body", "fulltext", "content":
		set(&it.Content, c.markup())
	case "link":
		set(&it.Link, c.address(firstOf(c.text(), c.attr("href"))))
	case "guid":
		set(&it.GUID, c.text())
		it.Permalink = strings.EqualFold(c.attr("isPermaLink"), "true")
	case "author":
		set(&it.Author, c.text())
	case "pubdate":
		set(&it.PubDate, c.text())
	case "source":
		it.Source = rssSource{Title: c.text(), URL: c.address(c.attr("url"))}
	case "category":
		it.Categories = append(it.Categories, category{Scheme: c.attr("domain"), Term: c.text()})
	case "enclosure":
		it.Enclosures = append(it.Enclosures, file{href: c.address(firstOf(c.attr("url"), c.text())), contentType: c.attr("type"), bytes: size(c.attr("length"))})
	}
}

// complete takes what elements of Atom say within an item where RSS's own say nothing:
// they mean what they mean in Atom.
func (it *item) complete() {
	var e entry
	for c := range it.element.children() {
		if c.space == "atom" {
			e.take(c)
		}
	}
	set(&it.Title, escapedLine(e.Title))
	if e.Content != nil {
		set(&it.Content, e.Content.html())
	}
	set(&it.Description, e.Summary.html())
	set(&it.Link, linkOf(e.Links, "alternate"))
	set(&it.Author, strings.Join(e.Authors, ", "))
	set(&it.GUID, e.ID)
	for _, l := range e.Links {
		if l.Rel == "enclosure" {
			it.Enclosures = append(it.Enclosures, file{href: l.Href, contentType: l.Type, title: l.Title, bytes: size(l.Length)})
		}
	}
	it.Categories = append(it.Categories, e.Categories...)
}
