package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shortText is what trafilatura takes for too short: below it looks for text
// elsewhere on the page, in the end for all of it in one paragraph.
const shortText = 250 // characters

// isShort reports whether that is all there is.
func isShort(blocks []*html.Node) bool {
	n := 0
	for _, b := range blocks {
		n += utf8.RuneCountInString(textOf(b))
	}
	return n < shortText
}

// isMarked reports whether the page says where its text stands.
func isMarked(root *html.Node) bool {
	main := mainOf(root)
	return main.DataAtom == atom.Article || main.DataAtom == atom.Main
}

// lostOfSmall reports whether the extraction lost a sentence of a small page, as it does
// where text stands outside of paragraphs.
func (p *page) lostOfSmall(blocks []*html.Node) bool {
	const small, least = 1_000, 8 // bytes of the page's text; words of a sentence
	var lines, made []string
	leaves(mainOf(p.root), &lines)
	if len(strings.Join(lines, "")) > small {
		return false
	}
	for _, b := range blocks {
		made = append(made, letters(textOf(b)))
	}
	whole := strings.Join(made, "\n")
	for _, line := range lines {
		if len(strings.Fields(line)) >= least && strings.HasSuffix(line, ".") && !promotes(line, nil) && !p.around[lowerWords(line)] && !strings.Contains(whole, letters(line)) {
			return true
		}
	}
	return false
}

// parted takes apart the blocks that are only parts of a page around others.
func parted(blocks []*html.Node) []*html.Node {
	var out []*html.Node
	for _, b := range blocks {
		switch b.DataAtom {
		case atom.Div, atom.Section, atom.Article, atom.Main:
			if holdsBlock(b) {
				collect(b, &out)
				continue
			}
		}
		out = append(out, b)
	}
	return out
}

// named gives the elements that the extraction made the atoms that they lack.
func named(blocks []*html.Node) []*html.Node {
	for _, b := range blocks {
		if b.Type == html.ElementNode {
			b.DataAtom = atom.Lookup([]byte(b.Data))
		}
		for n := range b.Descendants() {
			if n.Type == html.ElementNode {
				n.DataAtom = atom.Lookup([]byte(n.Data))
			}
		}
	}
	return blocks
}

// unfused takes apart the blocks in which the extraction joined paragraphs that the page
// parts: those whose letters are those of several of the page's blocks one after another.
func unfused(root *html.Node, blocks []*html.Node) (out []*html.Node, found bool) {
	var lines []string
	leaves(root, &lines)
	starts := map[string][]int{} // where a block begins, by its first letters
	for i, line := range lines {
		key := firstLetters(line)
		if len(starts[key]) < mostStarts {
			starts[key] = append(starts[key], i)
		}
	}
	for _, b := range blocks {
		parts := partsOf(b, lines, starts)
		if found = found || len(parts) > 1; len(parts) < 2 {
			out = append(out, b)
			continue
		}
		for _, text := range parts {
			out = append(out, asBlock(&html.Node{Type: html.TextNode, Data: text}))
		}
	}
	return out, found
}

// mostStarts bounds how often the same beginning is looked at.
const mostStarts = 20

// partsOf are the blocks of the page that a block is made of, if it is made of several.
func partsOf(b *html.Node, lines []string, starts map[string][]int) []string {
	if holdsBlock(b) {
		return nil
	}
	whole := letters(textOf(b))
	for _, i := range starts[firstLetters(textOf(b))] {
		rest := whole
		for j := i; j < len(lines) && rest != ""; j++ {
			var ok bool
			if rest, ok = strings.CutPrefix(rest, letters(lines[j])); !ok {
				break
			}
			if rest == "" && j > i {
				return lines[i : j+1]
			}
		}
	}
	return nil
}

// letters is a text without its white space.
func letters(s string) string { return strings.Join(strings.Fields(s), "") }

// firstLetters is the beginning of a text, by which blocks are found.
func firstLetters(s string) string {
	const most = 4 // bytes; a cut character is as good as a whole one
	s = letters(s[:min(len(s), 40)])
	return s[:min(len(s), most)]
}

// leaves gives the texts of the blocks that hold no other, and of what stands between
// blocks, in the document's order.
func leaves(n *html.Node, out *[]string) {
	var line strings.Builder
	end := func() {
		if text := oneLine(line.String()); text != "" {
			*out = append(*out, text)
		}
		line.Reset()
	}
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			line.WriteString(n.Data)
			return
		case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Template:
			return
		case n.DataAtom == atom.Br:
			line.WriteByte(' ')
		}
		block := isBlock(n) || isAside(n)
		if block {
			end()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
		if block {
			end()
		}
	}
	visit(n)
	end()
}
