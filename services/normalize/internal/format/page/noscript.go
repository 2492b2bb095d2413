package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scriptNotice is what pages tell readers whose browser has scripts off.
var scriptNotice = regexp.MustCompile(`(?i)java ?script|\bcookies?\b|\bbrowser\b|ad.?block`)

// openNoscript puts what noscript elements hold in their place where it is text of the
// story, as a browser without scripts shows it, and drops the rest: notices, counters,
// the other copy of a lazy picture.
func openNoscript(root *html.Node) {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Noscript && n.Parent != nil {
			found = append(found, n)
		}
	}
	for _, n := range found {
		if isStory(n) {
			for c := n.FirstChild; c != nil; c = n.FirstChild {
				n.RemoveChild(c)
				n.Parent.InsertBefore(c, n)
			}
		}
		n.Parent.RemoveChild(n)
	}
}

// isStory reports whether a noscript holds sentences, and not the notice of a missing
// script.
func isStory(n *html.Node) bool {
	const least, notice = 6, 60 // words
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(&b, c)
	}
	text := b.String()
	words := len(strings.Fields(text))
	return words >= least && (words > notice || !scriptNotice.MatchString(text))
}
