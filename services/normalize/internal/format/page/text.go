package page

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// extract is the article's text: as markup, and as text for measuring.
type extract struct {
	html   string
	plain  string
	fromLD bool
}

// wholeShare is the share of JSON-LD's text that the extraction must have
// found; below it the extraction lost a part, and JSON-LD's own text is taken.
const wholeShare = 0.85

// text is the article's text by trafilatura, checked against the text that the
// page's JSON-LD gives, if that is whole: blocks that it does not have are
// leftovers of the page.
func (p *page) text() extract {
	var blocks []*html.Node
	dropUnseen(p.root)
	if p.large = isLarge(p.root); p.large {
		blocks = plainBlocks(p.root)
	} else {
		p.around = surroundings(p.root, pathOf(firstOf(p.meta.canonical, p.in.BaseURL))) // before the blocks are taken out of the page
		blocks = p.blocks()
	}
	blocks = p.withoutLeftovers(blocks)
	stated := p.ld.text("articleBody")
	if !isWhole(stated) {
		return render(blocks)
	}
	known := shingles(stripTags(stated))
	kept, found := within(blocks, known)
	own := paragraphs(p.ld)
	if float64(found) < wholeShare*float64(len(known)) || len(kept) == 1 && strings.Contains(own.plain, "\n") {
		return own
	}
	return render(kept)
}

// blocks are the extracted blocks, each one of the page's; all of the page's own where
// the extraction joined or lost them for want of a longer text.
func (p *page) blocks() []*html.Node {
	blocks, joined := unfused(p.root, extracted(p.root, p.base))
	if missed := p.missed(blocks); missed != nil {
		blocks = nil
		collect(missed, &blocks)
		return blocks
	}
	short := isShort(blocks)
	if joined && short || isMarked(p.root) && (short || p.lostOfSmall(blocks)) {
		return plainBlocks(p.root)
	}
	return p.withLost(blocks)
}

// within keeps the blocks at least half of whose shingles are known, and says
// how many of the known ones they hold.
func within(blocks []*html.Node, known map[string]bool) (kept []*html.Node, found int) {
	seen := map[string]bool{}
	for _, b := range blocks {
		own := shingles(textOf(b))
		hits := 0
		for s := range own {
			if known[s] {
				hits++
			}
		}
		if 2*hits < len(own) {
			continue
		}
		kept = append(kept, b)
		for s := range own {
			if known[s] {
				seen[s] = true
			}
		}
	}
	return kept, len(seen)
}

// extracted are the blocks of trafilatura's text. Comments and dates are not
// its business here; with links its recall is worse (0.983 instead of 0.987).
func extracted(root *html.Node, base *url.URL) []*html.Node {
	keepGaps(root)
	result, err := trafilatura.ExtractDocument(root, trafilatura.Options{
		EnableFallback: true, ExcludeComments: true, OriginalURL: base, HtmlDateMode: trafilatura.Disabled,
	})
	if err != nil || result.ContentNode == nil {
		return nil
	}
	var blocks []*html.Node
	for c := result.ContentNode.FirstChild; c != nil; c = c.NextSibling {
		if textOf(c) != "" {
			blocks = append(blocks, c)
		}
	}
	return parted(named(blocks))
}

func render(blocks []*html.Node) extract {
	var markup, plain strings.Builder
	for _, b := range blocks {
		// A strings.Builder takes everything, so that rendering can't fail.
		_ = html.Render(&markup, asBlock(b))
		markup.WriteByte('\n')
		plain.WriteString(textOf(b) + "\n")
	}
	return extract{html: strings.TrimSpace(markup.String()), plain: strings.TrimSpace(plain.String())}
}

// asBlock makes a paragraph of text that stands alone.
func asBlock(n *html.Node) *html.Node {
	if n.Type == html.ElementNode {
		return n
	}
	p := &html.Node{Type: html.ElementNode, DataAtom: atom.P, Data: "p"}
	p.AppendChild(&html.Node{Type: html.TextNode, Data: oneLine(n.Data)})
	return p
}

// paragraphs is JSON-LD's own text, a paragraph a line.
func paragraphs(o object) extract {
	raw, _ := o["articleBody"].(string)
	var blocks []*html.Node
	for line := range strings.SplitSeq(stripTags(unescape(raw)), "\n") {
		if line = oneLine(line); line != "" {
			blocks = append(blocks, asBlock(&html.Node{Type: html.TextNode, Data: line}))
		}
	}
	out := render(blocks)
	out.fromLD = true
	return out
}

// isWhole tells a full text from a teaser.
func isWhole(s string) bool {
	return len(s) >= 500 && !strings.HasSuffix(s, "...") && !strings.HasSuffix(s, "…")
}

// stripTags is the text of a string that may be markup, a line for each block.
func stripTags(s string) string {
	if !strings.Contains(s, "</") && !strings.Contains(s, "<br") {
		return s
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch {
		case token.Type == html.TextToken:
			b.WriteString(token.Data)
		case token.DataAtom == atom.Br, isBlock(&html.Node{DataAtom: token.DataAtom}):
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// shingles are the sequences of four words of a text; a shorter text is one.
func shingles(s string) map[string]bool {
	words := strings.FieldsFunc(strings.ToLower(s), notWord)
	out := map[string]bool{}
	for i := 0; i < max(1, len(words)-3); i++ {
		if group := words[i:min(i+4, len(words))]; len(group) > 0 {
			out[strings.Join(group, " ")] = true
		}
	}
	return out
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func lowerWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), notWord), " ")
}
