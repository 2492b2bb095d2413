package page

import (
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// identity is what a page says of itself outside of its JSON-LD: the addresses and
// the titles that are its own. JSON-LD on the same page may speak of a teaser's story.
type identity struct {
	addresses []string
	titles    []string
	shown     bool          // the titles are more than that of the window, which may be the site's
	words     func() string // all that the page shows, as lowerWords gives it
}

// identity has the page's addresses but not those of front pages, which some sites
// give on all of their pages.
func (m meta) identity(baseURL string, root *html.Node) identity {
	own := identity{
		shown: len(m.headings) > 0 || m.get("og:title") != "",
		words: sync.OnceValue(func() string { return lowerWords(textOf(root)) }),
	}
	for _, link := range []string{m.canonical, m.get("og:url"), baseURL} {
		if a := address(link); a != "" && !isFrontPage(link) {
			own.addresses = append(own.addresses, a)
		}
	}
	own.titles = append(own.titles, m.headings...)
	for _, title := range []string{m.get("og:title"), m.title, m.get("twitter:title")} {
		if title != "" {
			own.titles = append(own.titles, title)
		}
	}
	return own
}

// agreement is how an object of JSON-LD stands to the page.
type agreement int

const (
	unsaid    agreement = iota // nothing on both sides to compare
	agreed                     // the same address, or a headline that is one of the titles
	different                  // another address or another headline, and nothing the same
)

// agrees compares an article of JSON-LD with the page.
func (own identity) agrees(o object) agreement {
	compared := false
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		for _, link := range o.texts(key) {
			a := address(link)
			if a == "" || isFrontPage(link) || len(own.addresses) == 0 {
				continue
			}
			compared = true
			for _, mine := range own.addresses {
				if a == mine {
					return agreed
				}
			}
		}
	}
	for _, headline := range []string{o.text("headline"), o.text("name"), o.text("alternativeHeadline")} {
		if headline == "" || len(own.titles) == 0 {
			continue
		}
		compared = compared || own.shown
		for _, title := range own.titles {
			if sameTitle(headline, title) {
				return agreed
			}
		}
	}
	switch {
	case !compared:
		return unsaid
	case own.shows(o.text("articleBody")):
		return agreed
	default:
		return different
	}
}

// shows reports whether the page shows the beginning of a text.
func (own identity) shows(text string) bool {
	const least, most = 8, 20 // words
	words := strings.Fields(lowerWords(stripTags(text[:min(len(text), 1000)])))
	return len(words) >= least && strings.Contains(own.words(), strings.Join(words[:min(len(words)-1, most)], " "))
}

// sameTitle reports whether two titles name one story: one holds the other, or most of
// the words of either.
func sameTitle(a, b string) bool {
	const least = 10 // characters, below which one title is in another by chance
	a, b = lowerWords(a), lowerWords(b)
	if a == "" || b == "" {
		return false
	}
	if strings.HasPrefix(a+" ", b+" ") || strings.HasPrefix(b+" ", a+" ") {
		return true
	}
	if short := min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)); short >= least && (strings.Contains(a, b) || strings.Contains(b, a)) {
		return true
	}
	return alike(a, []string{b}) || alike(b, []string{a})
}

// address is what of a link tells one page from another: host and path, and the query
// but for what follows the reader about.
func address(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host == "" && u.Path == "" {
		return ""
	}
	query := u.Query()
	for key := range query {
		if strings.HasPrefix(key, "utm_") || key == "fbclid" || key == "gclid" {
			query.Del(key)
		}
	}
	path := strings.TrimSuffix(strings.Trim(u.EscapedPath(), "/"), "/amp")
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") + "/" + path + "?" + query.Encode()
}
