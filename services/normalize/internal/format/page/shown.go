package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
)

// The look for a by-line that is only shown: how many elements of the article are looked
// at, and how long the line may be, in bytes.
const (
	maxLooked = 400
	maxShown  = 80
)

// shownName is how classes name the writer's name.
var shownName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:by-?line|author-?name)(?:$|[\s_-])`)

// shownByLine is the by-line that readers see at the top of the article, for pages that
// say nowhere else who wrote it: a link to the author, a part named so, or a line
// "By Ada Quay".
func shownByLine(root *html.Node, language string) string {
	looked := 0
	for n := range mainOf(root).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if looked++; looked > maxLooked {
			return ""
		}
		marked := n.DataAtom == atom.A && hasToken(attr(n, "rel"), "author") || shownName.MatchString(attr(n, "class"))
		if !marked && (!isBlock(n) || holdsBlock(n)) || apart(n) {
			continue
		}
		text := oneLine(textOf(n))
		if len(text) <= maxShown && (byLine.MatchString(text) || marked && isName(byline.Clean(text, language))) {
			return byline.Clean(text, language)
		}
	}
	return ""
}

// apart reports whether an element stands apart from the article: a teaser has a writer too.
func apart(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		switch p.DataAtom {
		case atom.Aside, atom.Nav, atom.Footer, atom.Form, atom.Figure, atom.Li:
			return true
		}
	}
	return false
}

func hasToken(list, token string) bool {
	for _, word := range strings.Fields(list) {
		if strings.EqualFold(word, token) {
			return true
		}
	}
	return false
}

// isName reports whether a text is made of two to eight words that names are made of.
func isName(text string) bool {
	words := len(strings.Fields(text))
	return words >= 2 && words <= 8 && !strings.ContainsAny(text, "0123456789:|@?!/")
}
