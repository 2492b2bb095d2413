package newsmlg2

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// inlineXHTML reads a page or a part of one, without what repeats the metadata.
func (r *reader) inlineXHTML(parent, root *xmltree.Node, lang string) {
	content := parent
	if root.Name == "html" {
		content = root
		lang = firstOf(langOf(root), lang)
		r.pageTitle = firstOf(r.pageTitle, oneLine(root.Child("head", "title")))
	}
	if body := content.Child("body"); body != nil {
		content = body
	}
	content.Children = slices.DeleteFunc(content.Children, func(c *xmltree.Node) bool { return c.Name == "head" })
	r.withoutHead(content)
	if wired := wireText(content); wired != "" {
		r.addText(text{rank: rankXHTML, lang: r.said(lang), body: ninjs.Body{ContentType: textPlain, Value: wired}})
		return
	}
	r.addText(text{rank: rankXHTML, lang: r.said(lang), body: ninjs.Body{ContentType: xhtml, Value: content.InnerMarkup()}})
}

// said drops a language that is the article's own: alternatives need not repeat it.
func (r *reader) said(lang string) string {
	if fit(lang, r.lang) >= 3 {
		return ""
	}
	return lang
}

// withoutHead takes out what stands above the text and repeats the metadata, and
// gives the notes for editors among the text to them.
func (r *reader) withoutHead(content *xmltree.Node) {
	kept := content.Children[:0:0]
	seen := false
	for _, c := range content.Children {
		switch {
		case c.IsText() && strings.TrimSpace(c.Data) == "":
			kept = append(kept, c)
			continue
		case strings.Contains(c.Attr("class"), "notepad") || strings.Contains(c.Attr("class"), "nonpublic"):
			r.edNotes = append(r.edNotes, lines(c))
			continue
		case !seen && (isHeading(c.Name) && r.isHeadline(oneLine(c)) || c.Name == "header" && r.isHeadline(oneLine(c.Child("h1")))):
			continue
		}
		seen = true
		if c.Name == "article" || c.Name == "main" {
			r.withoutHead(c)
		}
		kept = append(kept, c)
	}
	content.Children = kept
}

func isHeading(name string) bool { return name == "h1" || name == "h2" || name == "h3" }

func (r *reader) isHeadline(s string) bool {
	if r.shown == nil {
		r.shown = map[string]bool{}
		for _, l := range r.headlines {
			r.shown[words(l.text)] = l.text != ""
		}
	}
	return r.shown[words(s)]
}

// wireText is a text that was put into a single paragraph as it left the wire, its
// lines still ended by the teleprinter's width; empty for any other.
func wireText(content *xmltree.Node) string {
	var only *xmltree.Node
	for c := range content.Elements() {
		if only != nil {
			return ""
		}
		only = c
	}
	if only == nil || only.Name != "p" && only.Name != "div" || firstElement(only) != nil {
		return ""
	}
	value := strings.Trim(only.Text(), "\r\n")
	if strings.Count(value, "\n") < 3 || !strings.Contains(value, "\n  ") && !strings.Contains(value, "\n\n") {
		return ""
	}
	return paragraphed(value)
}

// paragraphed parts paragraphs by empty lines where only an indent does: a text may
// use both.
func paragraphed(value string) string {
	var b strings.Builder
	table := false
	for l := range strings.SplitSeq(value, "\n") {
		trimmed := strings.TrimSpace(l)
		columns := strings.Contains(trimmed, "   ") || strings.Contains(trimmed, "\t")
		if strings.HasPrefix(l, "  ") && !columns && !table {
			b.WriteByte('\n')
		}
		table = columns
		b.WriteString(l)
		b.WriteByte('\n')
	}
	return b.String()
}

// otherXML reads a text in a format that we don't know: each element that holds
// words is a paragraph.
func (r *reader) otherXML(root *xmltree.Node, media, lang string) {
	var b strings.Builder
	writeParagraphs(&b, root)
	if b.Len() == 0 {
		r.note("inlineXML left out, it holds no text: " + firstOf(media, "<"+root.Name+">"))
		return
	}
	r.addText(text{rank: rankOther, lang: lang, body: ninjs.Body{ContentType: xhtml, Value: b.String()}})
}

func writeParagraphs(b *strings.Builder, n *xmltree.Node) {
	for _, c := range n.Children {
		if c.IsText() && strings.TrimSpace(c.Data) != "" {
			b.WriteString("<p>" + xmltree.Escape(n.OneLine()) + "</p>")
			return
		}
	}
	for c := range n.Elements() {
		writeParagraphs(b, c)
	}
}
