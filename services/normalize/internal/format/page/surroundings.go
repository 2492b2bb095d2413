package page

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// surroundName is how classes and ids name what stands around or within a story and is
// none of it. It must be the whole name or a part between marks.
var surroundName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:comments?|respond|disqus|related|recommended|recirc|read-?(?:more|next)|see-?also|also-?read|up-?next|contribut(?:e|ion)|donat(?:e|ions?)|support-?us|membership|audio-?player|latest-?(?:news|box|stories|posts|articles)|inline-?links?|paywall-?(?:box|teaser|message|prompt|offer|overlay)|more-?(?:stories|news|on)|most-?(?:read|popular)|trending|` +
	`newsletters?|subscribe|sign-?up|share|sharing|sharedaddy|social|author-?(?:bio|box|info|card|details|profile|description|tagline)|by-?lines?|(?:post|entry|article|node|story)[-_]+meta|submitted|timestamp|bio|about-?(?:the-)?author|promo|copyright|disclaimer|breadcrumbs?|tags)(?:$|[\s_-])`)

// surroundings are the texts that stand only in parts of the page that are named after
// what surrounds a story, and in lists of links to others.
func surroundings(root *html.Node, own string) map[string]bool {
	const mostShare = 4 // of the page's text, such a part has less than one in so many
	whole := len(textOf(root))
	inside, outside := map[string]bool{}, map[string]bool{}
	var visit func(n *html.Node, around bool)
	visit = func(n *html.Node, around bool) {
		if n.Type == html.ElementNode && !around {
			if around = isLinkList(n) || (surrounds(n) || leadsAway(n, own)) && mostShare*len(textOf(n)) < whole; around {
				linesOf(n, inside)
			}
		}
		if n.Type == html.ElementNode && isBlock(n) && !holdsBlock(n) || n.DataAtom == atom.Ul || n.DataAtom == atom.Ol || around && n.DataAtom == atom.A {
			text := lowerWords(textOf(n))
			if around {
				inside[text] = true
			} else {
				outside[text] = true
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, around)
		}
	}
	visit(root, false)
	for text := range outside {
		delete(inside, text)
	}
	delete(inside, "")
	return inside
}

// leadsAway reports whether an article element is the teaser of another story: its
// heading is a link to another page than own, with a paragraph below it at most.
func leadsAway(n *html.Node, own string) bool {
	if n.DataAtom != atom.Article {
		return false
	}
	linkedHeading, paragraphs := false, 0
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.H1:
			return false
		case atom.P:
			paragraphs++
		case atom.H2, atom.H3, atom.H4:
			href := hrefIn(c)
			linkedHeading = linkedHeading || href != "" && href[0] != '#' && pathOf(href) != own && linked(c) == len(textOf(c))
		}
	}
	return linkedHeading && paragraphs < 2
}

// pathOf is the path of an address; a part of the story's own page has its path.
func pathOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.Trim(u.Path, "/")
}

func hrefIn(n *html.Node) string {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			return attr(c, "href")
		}
	}
	if n.Parent != nil && n.Parent.DataAtom == atom.A {
		return attr(n.Parent, "href")
	}
	return ""
}

// linesOf adds each line of a part of the page.
func linesOf(n *html.Node, to map[string]bool) {
	var lines []string
	leaves(n, &lines)
	for _, line := range lines {
		to[lowerWords(line)] = true
	}
}

// surrounds reports whether a part of the page is named so. The page, its article and
// its main part carry such names too, for what they hold besides.
func surrounds(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Aside, atom.Ul, atom.Ol, atom.P, atom.Figure:
		name := inParts(attr(n, "class")) + " " + inParts(attr(n, "id"))
		return surroundName.MatchString(name) || paywallName.MatchString(name) && offers(n)
	default:
		return false
	}
}

// paywallName is how classes name an offer to subscribe, and often the text that is for sale.
var paywallName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:pay-?wall|reg-?wall|subscription)(?:$|[\s_-])`)

// offers reports whether a part of the page is an offer to subscribe.
func offers(n *html.Node) bool {
	const most = 900 // bytes
	text := textOf(n)
	return len(text) <= most && paywall.MatchString(text)
}

var camel = regexp.MustCompile(`([a-z])([A-Z])`)

// inParts parts the words of a name that are told apart by capitals ("ReadNext").
func inParts(name string) string { return camel.ReplaceAllString(name, "$1-$2") }

// isLinkList reports whether an element is a list of links to other stories: each item
// is one link and nothing else, and most are as long as headlines.
func isLinkList(n *html.Node) bool {
	const least = 4 // words of a headline
	if n.DataAtom != atom.Ul && n.DataAtom != atom.Ol {
		return false
	}
	items, long := 0, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Li {
			continue
		}
		text := textOf(c)
		if text == "" {
			continue
		}
		if linked(c) < len(text)*9/10 {
			return false
		}
		items++
		if len(strings.Fields(text)) >= least {
			long++
		}
	}
	return items > 0 && 2*long > items
}

// isBio reports whether a paragraph at the end of a story speaks of its writer.
func (p *page) isBio(text string) bool {
	const most = 60 // words
	if len(strings.Fields(text)) > most {
		return false
	}
	for name := range strings.SplitSeq(p.byline(), ", ") {
		rest, ok := strings.CutPrefix(text, name+" ")
		if ok && strings.Contains(name, " ") && bioVerb.MatchString(rest) {
			return true
		}
	}
	return false
}

var bioVerb = regexp.MustCompile(`^(?:is|was|covers|writes|joined|works|has (?:been|written|worked)|can be|ist|schreibt|est|es|è|é)\b`)
