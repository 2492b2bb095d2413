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
	for i, b := range blocks {
		text := textOf(b)
		words := lowerWords(text)
		if known[words] || p.around[words] || promotes(text, links) || i > 0 && i >= len(blocks)-lastBlocks && p.isBio(text) {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// lastBlocks of a story may be the lines on its writer.
const lastBlocks = 3
