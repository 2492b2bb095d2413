package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// linkOf is the first link of a relation (RFC 4287 section 4.2.7.2).
func linkOf(links []link, rel string) string {
	for _, l := range links {
		if l.Rel == rel && l.Href != "" {
			return l.Href
		}
	}
	return ""
}

// alternate is the page of an entry: of several, one in the language of the entry, else
// the first that is HTML, else the first (RFC 4287, 4.1.2 lets several differ by type and
// language).
func alternate(links []link, lang string) string {
	best, score := "", -1
	for _, l := range links {
		if l.Rel != "alternate" || l.Href == "" {
			continue
		}
		s := 0
		if l.Type == "" || strings.Contains(l.Type, "html") {
			s++
		}
		if sameLanguage(l.Lang, lang) {
			s += 2
		}
		if s > score {
			best, score = l.Href, s
		}
	}
	return best
}

func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(strings.ToLower(a), "-")
	b, _, _ = strings.Cut(strings.ToLower(b), "-")
	return a != "" && a == b
}

func atomSources(b base, feed *atomFeed, e *entry) []ninjs.InfoSource {
	var out []ninjs.InfoSource
	if e.Source != nil && e.Source.Title.line() != "" {
		out = append(out, ninjs.InfoSource{Name: e.Source.Title.line(), URI: firstURI(absolute(e.Source.ID), b.uri(linkOf(e.Source.Links, "alternate")))})
	}
	if title := feed.Title.line(); title != "" {
		link := firstOf(linkOf(feed.Links, "alternate"), linkOf(feed.Links, "self"))
		out = append(out, ninjs.InfoSource{Name: title, URI: b.uri(link)})
	}
	return out
}

// entryMedia makes associations of enclosures, of content that is elsewhere and
// of Media RSS.
func entryMedia(a *format.Article, b base, e *entry) {
	m := media{base: b}
	for _, l := range e.Links {
		if l.Rel == "enclosure" {
			m.add(file{href: l.Href, contentType: l.Type, title: l.Title, bytes: size(l.Length)})
		}
	}
	if c := e.Content; c != nil && c.Src != "" {
		m.add(file{href: c.Src, contentType: mediaType(c.Media)})
	}
	m.mediaRSS(e.Extensions["media"])
	a.Item.Associations = m.list
	a.Notes = append(a.Notes, m.notes...)
}

// mediaType is the media type of content: Atom's own types have short names.
func mediaType(kind string) string {
	switch kind {
	case "html":
		return "text/html"
	case "xhtml":
		return "application/xhtml+xml"
	case "text":
		return "text/plain"
	default:
		return kind
	}
}
