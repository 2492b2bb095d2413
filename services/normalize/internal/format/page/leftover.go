package page

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/leftover"
)

// withoutLeftovers drops what extraction took for text and is none: what another
// field holds (the headline and the captions), and what speaks for something else.
func (p *page) withoutLeftovers(blocks []*html.Node) []*html.Node {
	titles, known := map[string]bool{}, map[string]bool{}
	for _, text := range []string{p.headline(), p.meta.get("og:title"), p.meta.title} {
		titles[lowerWords(text)] = true
	}
	for _, text := range captions(p.root) {
		known[lowerWords(text)] = true
	}
	links := linksAlone(p.root)
	var kept []*html.Node
	for i, b := range blocks {
		text := textOf(b)
		words := lowerWords(text)
		switch {
		case known[words], p.around[words], promotes(text, links), isLeftover(b, text):
		case titles[words] && (len(kept) < firstBlocks || !isParagraph(b)):
		case i > 0 && i >= len(blocks)-lastBlocks && (p.isBio(text) || isItalic(b) && bio.MatchString(text)):
		default:
			kept = append(kept, b)
		}
	}
	return withoutLastHeadings(kept)
}

const (
	firstBlocks = 2 // of a story may be its title again
	lastBlocks  = 3 // of a story may be the lines on its writer
)

// isLeftover reports whether a block, or each line of it, is one that systems put into
// stories. Quotes, tables and text as it was typed are the story's.
func isLeftover(b *html.Node, text string) bool {
	switch b.DataAtom {
	case atom.Blockquote, atom.Table, atom.Pre:
		return false
	}
	if leftover.Is(text) {
		return true
	}
	const most = 400 // bytes
	if len(text) > most {
		return false
	}
	lines := brokenLines(b)
	return len(lines) > 1 && !slices.ContainsFunc(lines, func(line string) bool { return !leftover.Is(line) })
}

// brokenLines are the texts between the line breaks of a block.
func brokenLines(b *html.Node) []string {
	lines := []string{""}
	for n := range b.Descendants() {
		switch {
		case n.DataAtom == atom.Br:
			lines = append(lines, "")
		case n.Type == html.TextNode:
			lines[len(lines)-1] += n.Data
		}
	}
	return slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" })
}

func isParagraph(b *html.Node) bool { return b.DataAtom == atom.P || b.DataAtom == atom.Blockquote }

// bio is a line on a writer whom the page does not name elsewhere; it is one where all of
// it is in italics at the end of a story.
var bio = regexp.MustCompile(`^(?:\p{Lu}[\p{L}\p{M}.'’-]+ ){2,4}(?:is|are|was|ist|est|es|è) .{0,60}\b(?:writers?|reporters?|editors?|correspondents?|journalists?|columnists?|professors?|lecturer|authors?|fellow|contributors?|critic|producer|freelance\w*|Journalist(?:in)?|Redakteur(?:in)?|Autor(?:in)?|journaliste|periodista|giornalista)\b`) //nolint:misspell // German

// isItalic reports whether all the text of a block is set in italics.
func isItalic(b *html.Node) bool {
	whole := textOf(b)
	for n := range b.Descendants() {
		if (n.DataAtom == atom.Em || n.DataAtom == atom.I) && textOf(n) == whole {
			return true
		}
	}
	return false
}

// withoutLastHeadings drops the headings that a text ends with: what they head is gone.
func withoutLastHeadings(blocks []*html.Node) []*html.Node {
	isHeading := func(b *html.Node) bool {
		return slices.Contains([]string{"h2", "h3", "h4", "h5", "h6"}, strings.ToLower(b.Data)) && b.Type == html.ElementNode
	}
	end := len(blocks)
	for end > 1 && isHeading(blocks[end-1]) {
		end--
	}
	return blocks[:end]
}
