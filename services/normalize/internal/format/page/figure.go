package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/weburl"
)

// figures are the pictures of the article's figures, for a page that names none of its
// own. A picture that a script would load later is where its data attributes, its set of
// sources or the noscript beside it say.
func figures(root *html.Node) []picture {
	var out []picture
	for n := range mainOf(root).Descendants() {
		if n.DataAtom != atom.Figure || len(out) == maxPictures {
			continue
		}
		var found picture
		for c := range n.Descendants() {
			switch {
			case c.DataAtom == atom.Img && found.href == "":
				found = picture{href: sourceOf(c), width: attr(c, "width"), height: attr(c, "height")}
			case c.DataAtom == atom.Figcaption && found.caption == "":
				found.caption = oneLine(textOf(c))
			}
		}
		if found.href != "" {
			out = append(out, found)
		}
	}
	return out
}

// sourceOf is the address of an img: what a script would load, else the largest of its
// set, else src; empty for data.
func sourceOf(img *html.Node) string {
	for _, a := range img.Attr {
		if s := strings.TrimSpace(a.Val); weburl.IsLazy(a.Key) && s != "" && !isData(s) {
			return s
		}
	}
	sets := []string{attr(img, "srcset"), attr(img, "data-srcset"), attr(img, "data-lazy-srcset")}
	if img.Parent != nil && img.Parent.DataAtom == atom.Picture {
		for s := range img.Parent.ChildNodes() {
			if s.DataAtom == atom.Source {
				sets = append(sets, attr(s, "srcset"), attr(s, "data-srcset"))
			}
		}
	}
	for _, set := range sets {
		if s := largest(set); s != "" {
			return s
		}
	}
	if s := strings.TrimSpace(attr(img, "src")); !isData(s) {
		return s
	}
	return ""
}

func isData(s string) bool { return len(s) >= 5 && strings.EqualFold(s[:5], "data:") }

// largest is the candidate of a srcset with the greatest width or density.
func largest(set string) string {
	best, most := "", 0.0
	for candidate, size := range weburl.Candidates(set) {
		if size > most && !isData(candidate) {
			best, most = candidate, size
		}
	}
	return best
}
