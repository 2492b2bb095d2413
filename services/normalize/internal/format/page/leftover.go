package page

import "golang.org/x/net/html"

// withoutLeftovers drops what extraction took for text and another field
// holds: the headline and the captions.
func (p *page) withoutLeftovers(blocks []*html.Node) []*html.Node {
	known := map[string]bool{}
	for _, text := range append(captions(p.root), p.headline(), p.meta.get("og:title"), p.meta.title) {
		known[lowerWords(text)] = true
	}
	var kept []*html.Node
	for _, b := range blocks {
		if !known[lowerWords(textOf(b))] {
			kept = append(kept, b)
		}
	}
	return kept
}
