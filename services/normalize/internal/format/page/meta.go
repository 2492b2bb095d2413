package page

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is what a page's head and its microdata say, by lower-case name; the
// values of one name stand in the document's order.
type meta struct {
	values    map[string][]string
	canonical string
	base      string
	language  string
	title     string
	headings  []string // the texts of h1
}

// get is the first value of the first name that has one.
func (m meta) get(names ...string) string {
	for _, name := range names {
		if v := firstOf(m.values[name]...); v != "" {
			return v
		}
	}
	return ""
}

func metaOf(root *html.Node) meta {
	m := meta{values: map[string][]string{}}
	walk(root, func(n *html.Node) bool {
		m.see(n)
		return true
	})
	return m
}

func (m *meta) see(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		m.language = firstOf(attr(n, "lang"), attr(n, "xml:lang"))
	case atom.Base:
		m.base = firstOf(m.base, attr(n, "href"))
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			m.canonical = firstOf(m.canonical, attr(n, "href"))
		}
		m.add(attr(n, "itemprop"), attr(n, "href"))
	case atom.Title:
		m.title = firstOf(m.title, textOf(n))
	case atom.H1:
		if text := textOf(n); text != "" && len(m.headings) < 10 {
			m.headings = append(m.headings, text)
		}
	case atom.Meta:
		for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
			m.add(attr(n, key), attr(n, "content"))
		}
		return
	}
	m.microdata(n)
}

// microdata keeps an element's itemprop. The whole text of an article is not
// kept here: trafilatura does better.
func (m *meta) microdata(n *html.Node) {
	prop := attr(n, "itemprop")
	switch prop {
	case "headline", "author", "datePublished", "dateModified":
	case "image":
		m.add("itemprop:image", imageOf(n))
		return
	default:
		return
	}
	value := firstOf(attr(n, "content"), attr(n, "datetime"))
	if value == "" && prop == "author" {
		value = authorName(n)
	}
	if value == "" {
		value = textOf(n)
	}
	if len(value) < 200 {
		m.add("itemprop:"+prop, value)
	}
}

// authorName is the name inside of an author's element, beside which there may
// be a portrait, an account and a date.
func authorName(n *html.Node) (name string) {
	walk(n, func(c *html.Node) bool {
		if attr(c, "itemprop") == "name" || attr(c, "rel") == "author" {
			name = firstOf(name, textOf(c))
		}
		return true
	})
	return name
}

// imageOf is the address of a picture, on its element or inside of it.
func imageOf(n *html.Node) (link string) {
	walk(n, func(c *html.Node) bool {
		prop := attr(c, "itemprop")
		if c == n || prop == "url" || prop == "contentUrl" || c.DataAtom == atom.Img {
			link = firstOf(link, attr(c, "content"), attr(c, "src"), attr(c, "href"))
		}
		return true
	})
	return link
}

func (m *meta) add(name, value string) {
	name = strings.ToLower(name)
	if name != "" && value != "" && len(m.values[name]) < 50 {
		m.values[name] = append(m.values[name], unescape(value))
	}
}

func firstURL(candidates ...string) *url.URL {
	for _, s := range candidates {
		if u, err := url.Parse(s); err == nil && u.IsAbs() && u.Host != "" {
			return u
		}
	}
	return nil
}
