package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// paragraphs of one parent that make a story: how many, and how long they are together
// in bytes.
const (
	leastParagraphs = 3
	leastStory      = 500
)

// missed is the part of the page that holds the most paragraphs of a story, if the
// extraction has none of them, as where it took the teaser of another story for this one.
func (p *page) missed(blocks []*html.Node) *html.Node {
	has := lettersOf(blocks)
	var parents []*html.Node
	found, count, size := map[*html.Node]bool{}, map[*html.Node]int{}, map[*html.Node]int{}
	for n := range p.root.Descendants() {
		if n.DataAtom != atom.P || !p.isSentence(n) || setApart(n) {
			continue
		}
		if count[n.Parent] == 0 {
			parents = append(parents, n.Parent)
		}
		count[n.Parent]++
		size[n.Parent] += len(textOf(n))
		found[n.Parent] = found[n.Parent] || strings.Contains(has, letters(textOf(n)))
	}
	var most *html.Node
	for _, parent := range parents {
		if count[parent] >= leastParagraphs && size[parent] >= leastStory && (most == nil || size[parent] > size[most]) {
			most = parent
		}
	}
	if most == nil || found[most] || len(has) > size[most] {
		return nil
	}
	return most
}

// withLost puts back the paragraphs that the extraction lost between two others of the
// same parent.
func (p *page) withLost(blocks []*html.Node) []*html.Node {
	has := lettersOf(blocks)
	at := map[string]*html.Node{} // the page's paragraph of a text
	twice := map[string]bool{}
	for n := range p.root.Descendants() {
		if n.DataAtom == atom.P && !holdsBlock(n) {
			text := letters(textOf(n))
			twice[text] = at[text] != nil
			at[text] = n
		}
	}
	var out []*html.Node
	for _, b := range blocks {
		out = append(out, b)
		text := letters(textOf(b))
		if n := at[text]; n != nil && !twice[text] {
			out = append(out, p.lostBehind(n, has)...)
		}
	}
	return out
}

// lostBehind are the sentences that follow a paragraph, up to the next one that the
// extraction has; none where none follows.
func (p *page) lostBehind(n *html.Node, has string) (lost []*html.Node) {
	const most = 6 // siblings that are looked at
	looked := 0
	for s := n.NextSibling; s != nil && looked < most; s = s.NextSibling {
		if s.Type != html.ElementNode {
			continue
		}
		looked++
		text := letters(textOf(s))
		switch {
		case s.DataAtom != atom.P || text == "":
		case strings.Contains(has, text):
			return lost
		case p.isSentence(s):
			lost = append(lost, asParagraph(s))
		}
	}
	return nil
}

// isSentence reports whether a paragraph holds a sentence of a story: it ends as one, is
// not mostly links, and stands in none of the parts around a story.
func (p *page) isSentence(n *html.Node) bool {
	const least = 6 // words
	text := textOf(n)
	last, _ := utf8.DecodeLastRuneInString(text)
	return len(strings.Fields(text)) >= least && strings.ContainsRune(`.!?"”’»`, last) && 2*linked(n) <= len(text) && !p.around[lowerWords(text)]
}

// setApart reports whether an element stands within one that HTML or its name sets apart.
func setApart(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if isAside(p) || p.DataAtom == atom.Blockquote || p.DataAtom == atom.Li {
			return true
		}
	}
	return false
}

func lettersOf(blocks []*html.Node) string {
	var b strings.Builder
	for _, n := range blocks {
		b.WriteString(letters(textOf(n)) + "\n")
	}
	return b.String()
}

// asParagraph is a copy of a paragraph's text.
func asParagraph(n *html.Node) *html.Node {
	return asBlock(&html.Node{Type: html.TextNode, Data: textOf(n)})
}
