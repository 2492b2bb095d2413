package page

import "golang.org/x/net/html"

// keepGaps puts a space where an empty block parts two texts: the extraction drops the
// block, and would make one word of two.
func keepGaps(root *html.Node) {
	for n := range root.Descendants() {
		if isBlock(n) && isText(n.PrevSibling) && isText(n.NextSibling) && textOf(n) == "" {
			n.PrevSibling.Data += " "
		}
	}
}

func isText(n *html.Node) bool { return n != nil && n.Type == html.TextNode }
