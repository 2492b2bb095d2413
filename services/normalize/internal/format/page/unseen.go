package page

import (
	"regexp"
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseenName is how classes name what shows only when the reader points at a word, and
// what is read to the blind beside a picture or a button.
var unseenName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:rollover(?:-[a-z]+)*-block|rollover-content|tooltip-?(?:text|content|body|popup)|popover-?(?:content|body)|hover-?card|visually-?hidden|sr-only|screen-reader-text)(?:$|\s)`)

// dropUnseen takes out what readers of a story don't see.
func dropUnseen(root *html.Node) {
	for _, n := range slices.Collect(root.Descendants()) {
		switch n.DataAtom {
		case atom.Span, atom.Small, atom.Div, atom.P:
			if n.Parent != nil && unseenName.MatchString(attr(n, "class")) {
				n.Parent.RemoveChild(n)
			}
		}
	}
}
