package page

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// guarded gives a page that may be parsed, and a note of what was left out for it. Old
// publishing systems never close their <font>: each paragraph then lies within all of those
// before it, and a page of some hundred is too deep without that formatting being worth it.
func guarded(data []byte) ([]byte, string, error) {
	err := guard(data)
	if err == nil {
		return data, "", nil
	}
	plain := withoutFormatting(data)
	if guard(plain) != nil {
		return nil, "", err
	}
	return plain, "formatting that is never closed was left out", nil
}

// withoutFormatting leaves out the tags of formatting elements, but for links.
func withoutFormatting(data []byte) []byte {
	out := bytes.NewBuffer(make([]byte, 0, len(data)))
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			out.Write(z.Raw())
			return out.Bytes()
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := z.Raw()
			tag, _ := z.TagName()
			if name := atom.Lookup(tag); name == atom.A || !isFormatting(name) {
				out.Write(raw)
			}
		default:
			out.Write(z.Raw())
		}
	}
}
