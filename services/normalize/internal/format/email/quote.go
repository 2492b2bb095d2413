package email

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// withoutQuotes gives HTML without what mail programs mark as a signature, as the
// mail that is answered, or as the heading of one that is passed on. Where that
// would leave nothing, or an element is never closed, all of it stays.
func (m *message) withoutQuotes(source string) string {
	z := html.NewTokenizer(strings.NewReader(source))
	out := make([]byte, 0, len(source))
	var inside atom.Atom // element that is being left out
	depth, words, sign := 0, 0, -1
	wordsAtSign := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := z.Raw()
		switch kind {
		case html.TextToken:
			if depth == 0 {
				if text := string(raw); isSignatureRule(text) {
					sign, wordsAtSign = len(out), words
				} else {
					words += len(strings.Fields(text))
				}
			}
		case html.StartTagToken:
			raw = slices.Clone(raw) // reading the attributes changes it
			name, more := z.TagName()
			a := atom.Lookup(name)
			if depth > 0 && a == inside {
				depth++
			} else if depth == 0 && more && canBeQuote(a) && m.isQuote(attributesOf(z), a) {
				inside, depth = a, 1
			}
		case html.EndTagToken:
			raw = slices.Clone(raw)
			name, _ := z.TagName()
			if depth > 0 && atom.Lookup(name) == inside {
				if depth--; depth == 0 {
					continue
				}
			}
		}
		if depth == 0 {
			out = append(out, raw...)
		}
	}
	switch {
	case depth > 0, words == 0:
		return source
	case sign >= 0 && wordsAtSign > 0 && words-wordsAtSign <= 60:
		m.note("a signature was left out")
		return string(out[:sign])
	case len(out) < len(source):
		m.note("what the mail program marks as signature or quoted mail was left out")
	}
	return string(out)
}

func isSignatureRule(text string) bool {
	text = strings.Trim(text, "\r\n\t")
	return text == "-- " || text == "--&nbsp;" || text == "--\u00a0"
}

func canBeQuote(a atom.Atom) bool {
	switch a {
	case atom.Div, atom.Span, atom.Pre, atom.Blockquote, atom.Table:
		return true
	}
	return false
}

// attributesOf gives what marks an element.
func attributesOf(z *html.Tokenizer) map[string]string {
	out := map[string]string{}
	for more := true; more; {
		var key, val []byte
		key, val, more = z.TagAttr()
		switch string(key) {
		case "class", "id", "type":
			out[string(key)] = string(val)
		}
	}
	return out
}

// isQuote knows the marks of the programs that are in use. A mail that is passed
// on keeps its text.
func (m *message) isQuote(attrs map[string]string, a atom.Atom) bool {
	for _, name := range append(strings.Fields(attrs["class"]), attrs["id"]) {
		switch strings.ToLower(name) {
		case "gmail_signature", "moz-signature", "signature", "ms-outlook-mobile-signature", "x_signature", "protonmail_signature_block", "applemailsignature", "yahoo_signature":
			return true
		case "gmail_attr", "moz-cite-prefix", "moz-email-headers-table", "divrplyfwdmsg", "outlookmessageheader":
			return true
		case "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote":
			return !m.forward && m.isReply()
		}
	}
	return a == atom.Blockquote && strings.EqualFold(attrs["type"], "cite") && !m.forward && m.isReply()
}

// isReply reports whether the mail answers another one.
func (m *message) isReply() bool {
	h := m.root.Header
	return h.Get("In-Reply-To") != "" || h.Get("References") != "" || reply.MatchString(h.Text("Subject", ""))
}
