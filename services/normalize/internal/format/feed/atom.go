package feed

import (
	"bytes"
	"strings"

	gofeed "github.com/mmcdole/gofeed/atom"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func parseAtom(in format.Input, doc document) ([]format.Article, error) {
	feed, err := (&gofeed.Parser{}).Parse(bytes.NewReader(doc.data))
	if err != nil {
		return nil, format.Errorf(Atom, contract.ReasonMalformed, "", "read Atom: %w", err)
	}
	if len(doc.broken) > 0 && len(feed.Entries) != doc.items {
		return nil, format.Errorf(Atom, contract.ReasonMalformed, "", "an entry is never closed: %s", doc.repaired)
	}
	b := newBase(in.BaseURL, linkOf(feed.Links, "self"), linkOf(feed.Links, "alternate"), feed.ID)
	out := make([]format.Article, 0, len(feed.Entries))
	for i, entry := range feed.Entries {
		a := entryArticle(in, b, feed, entry)
		a.Item.Language = language(doc.language[i], a.Item.Language)
		out = append(out, finish(Atom, i, doc, a))
	}
	return out, nil
}

func entryArticle(in format.Input, b base, feed *gofeed.Feed, e *gofeed.Entry) format.Article {
	var a format.Article
	it := &a.Item
	it.Type = ninjs.TypeText
	it.URI, a.ID, it.AltIDs = identify(e.ID, linkOf(e.Links, "alternate"), b)
	it.Language = language(feed.Language)
	it.FirstCreated = firstDate(&a, in.Zone, e.Published)
	it.VersionCreated = firstDate(&a, in.Zone, e.Updated, e.Published)
	if it.FirstCreated.IsZero() {
		it.FirstCreated = firstDate(&a, in.Zone, value(e.Extensions["dcterms"], "created"))
	}
	it.Headlines = texts("", plain(e.Title))
	entryText(it, e)
	absoluteLinks(it.Bodies, linkOf(e.Links, "alternate"), b)
	it.Places, it.People = places(e.Extensions), contributors(e)
	it.Subjects = entrySubjects(e)
	it.By, it.CopyrightNotice = people(feed, e), rights(feed, e)
	it.InfoSources = atomSources(b, feed, e)
	entryMedia(&a, b, e)
	a.SourceComments = count(value(e.Extensions["thr"], "total"))
	a.SourceViews = count(views(e.Extensions["media"]))
	return a
}

// entryText: content that is text or markup is the body, else the summary is
// (RFC 4287 section 4.1.3).
func entryText(it *ninjs.Item, e *gofeed.Entry) {
	summary := e.Summary
	if e.Content != nil {
		it.Bodies = contentBody(e.Content)
	}
	if len(it.Bodies) == 0 {
		it.Bodies = body(summary)
		return
	}
	if short := plain(summary); short != plain(it.Bodies[0].Value) {
		it.Descriptions = texts("summary", short)
	}
}

func contentBody(c *gofeed.Content) []ninjs.Body {
	value := strings.TrimSpace(c.Value)
	if value == "" {
		return nil
	}
	switch kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(c.Type)), ";"); kind {
	case "html", "xhtml", "text/html", "application/xhtml+xml":
		return []ninjs.Body{{ContentType: "text/html", Value: value}}
	case "", "text", "text/plain":
		return []ninjs.Body{{ContentType: "text/plain", Value: value}}
	default:
		return nil
	}
}

func entrySubjects(e *gofeed.Entry) []ninjs.Subject {
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
func people(feed *gofeed.Feed, e *gofeed.Entry) string {
	lists := [][]*gofeed.Person{e.Authors, nil, feed.Authors}
	if e.Source != nil {
		lists[1] = e.Source.Authors
	}
	for _, list := range lists {
		var names []string
		for _, p := range list {
			if name := plain(p.Name); name != "" {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	return ""
}

// contributors are those who helped (RFC 4287 section 4.2.3); authors are the
// by-line.
func contributors(e *gofeed.Entry) []ninjs.Person {
	var out []ninjs.Person
	for _, p := range e.Contributors {
		if name := plain(p.Name); name != "" {
			out = append(out, ninjs.Person{Name: name, Rel: "contributor"})
		}
	}
	return out
}

func rights(feed *gofeed.Feed, e *gofeed.Entry) string {
	source := ""
	if e.Source != nil {
		source = e.Source.Rights
	}
	return plain(firstOf(e.Rights, source, feed.Rights))
}
