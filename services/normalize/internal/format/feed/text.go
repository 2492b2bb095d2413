package feed

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
	"github.com/wireroom/wireroom/services/normalize/internal/weburl"
)

// plain is the text of a title or a summary on one line. Feeds do not say
// whether these hold markup, so only tags that are meant as such are taken out.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return oneLine(s)
	}
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup.EscapeOthers(s)))
	var code atom.Atom // the script or style that is open: no reader sees what is in it
	for z.Next() != html.ErrorToken {
		raw := string(z.Raw())
		switch token := z.Token(); {
		case token.Type == html.StartTagToken && (token.DataAtom == atom.Script || token.DataAtom == atom.Style):
			code = token.DataAtom
		case code != 0:
			if token.Type == html.EndTagToken && token.DataAtom == code {
				code = 0
			}
		case token.Type == html.TextToken:
			out.WriteString(token.Data)
		case token.Type == html.CommentToken || token.Type == html.DoctypeToken:
		case atom.Lookup([]byte(token.Data)) == 0:
			out.WriteString(raw)
		case isBlock(token.DataAtom):
			out.WriteByte(' ')
		}
	}
	return oneLine(out.String())
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Br, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Td, atom.Tr, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.Blockquote, atom.Hr, atom.Figure, atom.Figcaption:
		return true
	default:
		return false
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// hasMarkup reports whether a body must be read as HTML.
var markupSyntax = regexp.MustCompile(`<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);`)

func body(value string) []ninjs.Body {
	value = escapedOnce(strings.TrimSpace(value))
	switch {
	case value == "":
		return nil
	case markupSyntax.MatchString(value):
		return []ninjs.Body{{ContentType: "text/html", Value: value}}
	default:
		return []ninjs.Body{{ContentType: "text/plain", Value: value}}
	}
}

// escapedTwice is a text that is markup from its first to its last character, escaped once
// more than it should be; one that speaks of markup has words around it.
var escapedTwice = regexp.MustCompile(`(?is)^&lt;(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|section|article)(?:&gt;|\s).*&lt;/(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|section|article)&gt;$`)

// escapedOnce undoes one escape too many.
func escapedOnce(value string) string {
	if !strings.HasPrefix(value, "&lt;") || strings.Contains(value, "<") || !escapedTwice.MatchString(value) {
		return value
	}
	return html.UnescapeString(value)
}

func texts(role, value string) []ninjs.Text {
	if value == "" {
		return nil
	}
	return []ninjs.Text{{Role: role, Value: value}}
}

var languageSyntax = regexp.MustCompile(`^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*$`)

// language is a BCP 47 tag, or empty for what can't be one.
func language(candidates ...string) string {
	for _, s := range candidates {
		if s = strings.TrimSpace(s); languageSyntax.MatchString(s) && len(s) <= 35 {
			return strings.ReplaceAll(s, "_", "-")
		}
	}
	return ""
}

// base resolves the links of a feed.
type base struct{ url *url.URL }

func newBase(candidates ...string) base {
	for _, s := range candidates {
		u, err := weburl.Parse(s)
		if err == nil && u.IsAbs() && u.Host != "" {
			return base{u}
		}
	}
	return base{}
}

// uri makes an absolute URI of a link, or an empty one if it can't be.
func (b base) uri(link string) ninjs.URI {
	link = strings.TrimSpace(link)
	if link == "" {
		return ""
	}
	u, err := weburl.Parse(link)
	if err != nil {
		return ""
	}
	if b.url != nil {
		u = b.url.ResolveReference(u)
	}
	escaped := ninjs.URI(u.String())
	if !escaped.Valid() {
		return ""
	}
	return escaped
}

// absolute is a URI as it stands: ids are never resolved or escaped.
func absolute(id string) ninjs.URI {
	if u := ninjs.URI(id); u.Valid() {
		return u
	}
	return ""
}

// count reads a number that a source reported, 0 to 10^12.
func count(text string) *int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 || n > 1e12 {
		return nil
	}
	return &n
}

// identify sets uri or id from what the feed calls the item, else from its
// link, and keeps both as they were.
func identify(id, link string, b base) (uri ninjs.URI, own string, alts []ninjs.AltID) {
	id, link = strings.TrimSpace(id), strings.TrimSpace(link)
	if id != "" {
		alts = append(alts, ninjs.AltID{Role: "guid", Value: id})
	}
	if resolved := b.uri(link); resolved != "" {
		link = string(resolved)
	}
	if link != "" {
		alts = append(alts, ninjs.AltID{Role: "link", Value: link})
	}
	name := firstOf(id, link)
	if uri = absolute(name); uri == "" {
		own = name
	}
	return uri, own, alts
}
