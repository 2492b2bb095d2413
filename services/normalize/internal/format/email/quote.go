package email

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTyped is how many words may follow a "-- " that somebody typed into HTML.
const maxTyped = 60

// withoutQuotes gives HTML without what mail programs mark as a signature, as the
// mail that is answered, or as the heading of one that is passed on. Where that
// would leave nothing, or an element is never closed, all of it stays.
func (m *message) withoutQuotes(source string) string {
	s := stripper{m: m, z: html.NewTokenizer(strings.NewReader(source)), out: make([]byte, 0, len(source)), rule: -1}
	for s.next() {
	}
	switch {
	case s.depth > 0, s.words == 0:
		return source
	case s.rule >= 0 && s.before > 0 && s.words-s.before <= maxTyped:
		m.note("a signature was left out")
		return string(s.out[:s.rule])
	case len(s.out) < len(source):
		m.note("what the mail program marks as signature or quoted mail was left out")
	}
	return string(s.out)
}

// stripper copies markup but for the elements that isQuote knows.
type stripper struct {
	m      *message
	z      *html.Tokenizer
	out    []byte
	inside atom.Atom // the element that is being left out
	depth  int       // of elements of that name within it; 0 outside
	words  int       // of the text that was copied
	rule   int       // where "-- " stands in out; -1 if nowhere
	before int       // words before it
	ended  bool      // by the heading of a mail that is answered
}

// next handles one token; false means that there is none.
func (s *stripper) next() bool {
	kind := s.z.Next()
	raw := s.z.Raw()
	skipped := s.depth > 0
	switch kind {
	case html.ErrorToken:
		return false
	case html.TextToken:
		s.text(raw)
	case html.StartTagToken:
		raw = slices.Clone(raw) // reading the attributes changes it
		s.start()
	case html.EndTagToken:
		raw = slices.Clone(raw)
		if name, _ := s.z.TagName(); skipped && atom.Lookup(name) == s.inside {
			s.depth--
		}
	}
	if !skipped && s.depth == 0 && !s.ended {
		s.out = append(s.out, raw...)
	}
	return !s.ended
}

func (s *stripper) start() {
	name, more := s.z.TagName()
	a := atom.Lookup(name)
	switch {
	case s.depth > 0 && a == s.inside:
		s.depth++
	case s.depth == 0 && more && canBeQuote(a):
		attrs := attributesOf(s.z)
		heading := isHeading(attrs)
		if heading || s.m.isQuote(attrs, a) {
			s.inside, s.depth = a, 1
		}
		if heading && s.words > 0 && !s.m.forward && s.m.isReply() {
			s.depth, s.ended = 0, true
		}
	}
}

// isHeading knows Outlook's headings of the mail that is answered or passed on:
// all that follows is that mail.
func isHeading(attrs map[string]string) bool {
	if strings.EqualFold(attrs["id"], "divRplyFwdMsg") || strings.EqualFold(attrs["class"], "OutlookMessageHeader") {
		return true
	}
	style := strings.ToLower(strings.ReplaceAll(attrs["style"], " ", ""))
	return strings.Contains(style, "border-top:solid#e1e1e1") || strings.Contains(style, "border-top:solid#b5c4df")
}

func (s *stripper) text(raw []byte) {
	switch {
	case s.depth > 0:
	case isSignatureRule(string(raw)):
		s.rule, s.before = len(s.out), s.words
	default:
		s.words += len(strings.Fields(string(raw)))
	}
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
		case "class", "id", "type", "style":
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
		case "gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "x_signature", "protonmail_signature_block", "applemailsignature", "yahoo_signature":
			return true
		case "gmail_attr", "moz-cite-prefix", "moz-email-headers-table":
			return true
		case "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote":
			return !m.forward && m.isReply()
		}
	}
	if attrs["id"] == "Signature" { // Outlook's; a class of that name may be a by-line
		return true
	}
	return a == atom.Blockquote && strings.EqualFold(attrs["type"], "cite") && !m.forward && m.isReply()
}

// isReply reports whether the mail answers another one.
func (m *message) isReply() bool {
	h := m.root.Header
	return h.Get("In-Reply-To") != "" || h.Get("References") != "" || reply.MatchString(h.Text("Subject", ""))
}
