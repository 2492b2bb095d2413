package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// lines is the text of a block or label (NAR, BlockType): breaks part lines, and
// so does a line end that no indent follows; other white space is a single space.
func lines(n *xmltree.Node) string {
	var b strings.Builder
	writeLines(&b, n)
	var out []string
	for l := range strings.SplitSeq(b.String(), "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

func oneLine(n *xmltree.Node) string { return strings.ReplaceAll(lines(n), "\n", " ") }

func writeLines(b *strings.Builder, n *xmltree.Node) {
	if n == nil {
		return
	}
	for _, c := range n.Children {
		switch {
		case c.IsText():
			writeUnwrapped(b, c.Data)
		case c.Name == "rt" || c.Name == "rp":
		case isBlock(c.Name):
			b.WriteByte('\n')
			writeLines(b, c)
			b.WriteByte('\n')
		default:
			writeLines(b, c)
		}
	}
}

// writeUnwrapped joins lines that are only wrapped for the look of the XML: those
// that an indent follows.
func writeUnwrapped(b *strings.Builder, s string) {
	if !strings.Contains(s, "\n") {
		b.WriteString(s)
		return
	}
	all := strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	for i, l := range all {
		indented := strings.HasPrefix(l, " ") || strings.HasPrefix(l, "\t")
		blank := strings.TrimSpace(l) == ""
		switch {
		case i == 0:
		case indented && !blank && strings.TrimSpace(all[i-1]) != "":
			b.WriteByte(' ')
		default:
			b.WriteByte('\n')
		}
		b.WriteString(l)
	}
}

func isBlock(name string) bool {
	switch strings.ToLower(name) {
	case "br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "header", "footer", "article", "tr", "table", "blockquote", "pre", "dt", "dd", "line":
		return true
	default:
		return false
	}
}

// label is one of several texts of a property, in a language and a role.
type label struct {
	node *xmltree.Node
	lang string
	role string
	text string
}

// best chooses among texts by language: that of the article, without one, English,
// any. The first of equals wins.
func best(list []label, lang string) label {
	var out label
	rank := -1
	for _, l := range list {
		if r := fit(l.lang, lang); l.text != "" && r > rank {
			out, rank = l, r
		}
	}
	return out
}

// fit says how well a text's language suits, from 4 (the same) to 0.
func fit(have, want string) int {
	primary := func(s string) string {
		s, _, _ = strings.Cut(strings.ToLower(s), "-")
		return s
	}
	switch {
	case have != "" && strings.EqualFold(have, want):
		return 4
	case have != "" && want != "" && primary(have) == primary(want):
		return 3
	case have == "":
		return 2
	case primary(have) == "en":
		return 1
	default:
		return 0
	}
}
