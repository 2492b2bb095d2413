package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// surroundName is how classes and ids name what stands around or within a story and is
// none of it. It must be the whole name or a part between marks.
var surroundName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:comments?|respond|disqus|related|recommended|recirc|read-?more|see-?also|also-?read|paywall-?(?:box|teaser|message|prompt|offer|overlay)|more-?(?:stories|news|on)|most-?(?:read|popular)|trending|` +
	`newsletters?|subscribe|sign-?up|share|sharing|social|author-?(?:bio|box|info)|bio|about-?(?:the-)?author|promo|copyright|disclaimer|breadcrumbs?|tags)(?:$|[\s_-])`)

// surroundings are the texts that stand only in parts of the page that are named after
// what surrounds a story, and in lists of links to others.
func surroundings(root *html.Node) map[string]bool {
	const mostShare = 4 // of the page's text, such a part has less than one in so many
	whole := len(textOf(root))
	inside, outside := map[string]bool{}, map[string]bool{}
	var visit func(n *html.Node, around bool)
	visit = func(n *html.Node, around bool) {
		if n.Type == html.ElementNode && !around {
			around = isLinkList(n) || surrounds(n) && mostShare*len(textOf(n)) < whole
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

// surrounds reports whether a part of the page is named so. The page, its article and
// its main part carry such names too, for what they hold besides.
func surrounds(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Aside, atom.Ul, atom.Ol, atom.P, atom.Figure:
		return surroundName.MatchString(attr(n, "class")) || surroundName.MatchString(attr(n, "id"))
	default:
		return false
	}
}

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
