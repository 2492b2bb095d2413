package email

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// withoutHidden gives HTML without what a mail program does not show: newsletters begin
// with a preview line in such an element. Where that would leave no text, or an element
// is never closed, all of it stays.
func (m *message) withoutHidden(source string) string {
	out := make([]byte, 0, len(source))
	z := html.NewTokenizer(strings.NewReader(source))
	inside, depth, words, left := "", 0, 0, false
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw, skipped := z.Raw(), depth > 0
		switch kind {
		case html.TextToken:
			if depth == 0 {
				words += len(strings.Fields(string(raw)))
			}
		case html.StartTagToken:
			raw = slices.Clone(raw) // reading the attributes changes it
			name, more := z.TagName()
			switch tag := string(name); {
			case depth > 0 && tag == inside:
				depth++
			case depth == 0 && more && canBeHidden(atom.Lookup(name)) && isHidden(z):
				inside, depth, left = tag, 1, true
				skipped = true
			}
		case html.EndTagToken:
			raw = slices.Clone(raw)
			if name, _ := z.TagName(); depth > 0 && string(name) == inside {
				depth--
			}
		}
		if !skipped {
			out = append(out, raw...)
		}
	}
	if !left || depth > 0 || words == 0 {
		return source
	}
	m.note("text that the mail hides was left out")
	return string(out)
}

func canBeHidden(a atom.Atom) bool {
	switch a {
	case atom.Div, atom.Span, atom.P, atom.Table, atom.Td, atom.Tr, atom.Center, atom.Font, atom.Section, atom.A, atom.H1, atom.H2, atom.H3, atom.Li, atom.Ul:
		return true
	}
	return false
}

// isHidden reads the attributes of an element: the hidden state of the HTML standard
// (6.1), or CSS that takes it out of the display.
func isHidden(z *html.Tokenizer) bool {
	hidden := false
	for more := true; more; {
		var key, val []byte
		key, val, more = z.TagAttr()
		switch string(key) {
		case "hidden":
			hidden = true
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(string(val)), ""))
			hidden = hidden || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all")
		}
	}
	return hidden
}
