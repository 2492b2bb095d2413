package page

import "golang.org/x/net/html"

// withoutLeftovers drops what extraction took for text and is none: what another
// field holds (the headline and the captions), and what speaks for something else.
func (p *page) withoutLeftovers(blocks []*html.Node) []*html.Node {
	known := map[string]bool{}
	for _, text := range append(captions(p.root), p.headline(), p.meta.get("og:title"), p.meta.title) {
		known[lowerWords(text)] = true
	}
	links := linksAlone(p.root)
	var kept []*html.Node
	for _, b := range blocks {
		if text := textOf(b); !known[lowerWords(text)] && !promotes(text, links) {
			kept = append(kept, b)
		}
	}
	return kept
}
