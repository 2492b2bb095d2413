package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func parseAtom(in format.Input, doc document) ([]format.Article, error) {
	feed := readAtom(doc.root)
	b := newBase(string(baseOf(in).uri(linkOf(feed.Links, "self"))), linkOf(feed.Links, "self"), in.BaseURL, linkOf(feed.Links, "alternate"), feed.ID)
	entries := entriesOf(doc.root)
	if err := format.Spent(Atom, len(entries)); err != nil {
		return nil, err
	}
	out := make([]format.Article, 0, len(entries))
	for i, e := range entries {
		a := tombstone(in, e)
		if e.name == "entry" {
			a = entryArticle(in, b, feed, readEntry(e))
		}
		out = append(out, finish(Atom, i, doc, e, a))
	}
	return standing(out), nil
}

func entryArticle(in format.Input, b base, feed *atomFeed, e *entry) format.Article {
	var a format.Article
	it := &a.Item
	it.Type = ninjs.TypeText
	it.Language = language(e.language(), feed.Language)
	link := firstOf(value(e.Extensions["feedburner"], "origLink"), alternate(e.Links, it.Language))
	it.URI, a.ID, it.AltIDs = identify(e.ID, link, b)
	it.FirstCreated = firstDate(&a, in.Zone, e.Published)
	it.VersionCreated = firstDate(&a, in.Zone, e.Updated, e.Published)
	if it.FirstCreated.IsZero() {
		it.FirstCreated = firstDate(&a, in.Zone, value(e.Extensions["dcterms"], "created"))
	}
	it.Headlines = texts("", firstOf(e.Title.line(), groupText(e.Extensions["media"], "title")))
	a.Literal = e.Title.Type == "text"
	entryText(it, e)
	absoluteLinks(it.Bodies, link, b)
	it.Places, it.People = places(e.Extensions), contributors(e.Contributors)
	it.Subjects = entrySubjects(e)
	it.By, it.CopyrightNotice = people(feed, e), rights(feed, e)
	it.RightsInfo = linkedRights(license(e.Extensions, e.Links), license(feed.Extensions, feed.Links))
	it.InfoSources = atomSources(b, feed, e)
	entryMedia(&a, b, e)
	a.SourceComments = count(value(e.Extensions["thr"], "total"))
	a.SourceViews = count(views(e.Extensions["media"]))
	machineUse(&a, doc(feed.Extensions, feed.Links), doc(e.Extensions, e.Links))
	return a
}

// language is that of the entry, its own or that of its content.
func (e *entry) language() string {
	if own := e.element.language(); own != "" {
		return own
	}
	for c := range e.element.children() {
		if c.space == native && c.name == "content" {
			return c.language()
		}
	}
	return ""
}

// entryText: content that is text or markup is the body, else the summary is
// (RFC 4287 section 4.1.3), else what Media RSS says of a film.
func entryText(it *ninjs.Item, e *entry) {
	if e.Content != nil {
		it.Bodies = contentBody(*e.Content)
	}
	if len(it.Bodies) == 0 {
		it.Bodies = contentBody(e.Summary)
	} else if short := e.Summary.line(); short != plain(it.Bodies[0].Value) && short != oneLine(it.Bodies[0].Value) {
		it.Descriptions = texts("summary", short)
	}
	if len(it.Bodies) == 0 {
		it.Bodies = body(firstOf(groupText(e.Extensions["media"], "description"), value(e.Extensions["dc"], "description")))
	}
}

func contentBody(c construct) []ninjs.Body {
	value := strings.TrimSpace(c.Value)
	switch {
	case value == "":
		return nil
	case c.Type == "html":
		return []ninjs.Body{{ContentType: "text/html", Value: escapedOnce(value)}}
	case c.Type == "text":
		return []ninjs.Body{{ContentType: "text/plain", Value: value}}
	default:
		return nil
	}
}

func entrySubjects(e *entry) []ninjs.Subject {
	var s subjects
	for _, c := range e.Categories {
		s.category(c.Scheme, c.Term, c.Label)
	}
	for _, x := range e.Extensions["dc"]["subject"] {
		s.category("", x.Value, "")
	}
	return s.list
}

// people is the by-line: the entry's authors, else its source's, else the feed's
// (RFC 4287 section 4.2.1).
func people(feed *atomFeed, e *entry) string {
	list := e.Authors
	if len(list) == 0 {
		list = names(e.Extensions["dc"])
	}
	if len(list) == 0 && e.Source != nil {
		list = e.Source.Authors
	}
	if len(list) == 0 {
		list = feed.Authors
	}
	return strings.Join(list, ", ")
}

// contributors are those who helped (RFC 4287 section 4.2.3); authors are the
// by-line.
func contributors(list []person) []ninjs.Person {
	var out []ninjs.Person
	for _, p := range list {
		out = append(out, ninjs.Person{Name: p.name, Rel: "contributor", URI: absolute(p.uri)})
	}
	return out
}

func rights(feed *atomFeed, e *entry) string {
	source := ""
	if e.Source != nil {
		source = e.Source.Rights.line()
	}
	return firstOf(e.Rights.line(), source, feed.Rights.line())
}
