package feed

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/weburl"
)

// absoluteLinks makes the links and pictures of HTML bodies absolute: relative to the
// item's own address, else to the feed's, since RSS and JSON Feed say nothing of it.
func absoluteLinks(bodies []ninjs.Body, link string, b base) {
	at := newBase(string(b.uri(link)))
	if at.url == nil {
		at = b
	}
	if at.url == nil {
		return
	}
	for i := range bodies {
		if bodies[i].ContentType == "text/html" {
			bodies[i].Value = at.html(bodies[i].Value)
		}
	}
}

// html gives markup with absolute addresses; all else stays byte for byte.
func (b base) html(value string) string {
	if b.url == nil || !strings.Contains(value, "src") && !strings.Contains(value, "href") {
		return value
	}
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(value))
	for {
		kind := z.Next()
		raw := string(z.Raw())
		if kind == html.ErrorToken {
			out.WriteString(raw)
			return out.String()
		}
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
			t := z.Token()
			if t.DataAtom == atom.Noscript {
				z.NextIsNotRawText() // it is markup for readers without scripts, as ours are
			}
			if b.resolve(t.Attr) {
				raw = t.String()
			}
		}
		out.WriteString(raw)
	}
}

// resolve makes the addresses among attributes absolute and reports whether any was
// not.
func (b base) resolve(attrs []html.Attribute) bool {
	changed := false
	for i, a := range attrs {
		full := a.Val
		switch a.Key {
		case "href", "src", "poster", "cite", "data-src", "data-lazy-src", "data-original":
			full = b.absolute(a.Val)
		case "srcset", "data-srcset", "data-lazy-srcset":
			full = b.srcset(a.Val)
		}
		if full != a.Val {
			attrs[i].Val, changed = full, true
		}
	}
	return changed
}

// absolute is an address in an attribute, absolute if it is not.
func (b base) absolute(link string) string {
	u, err := weburl.Parse(link)
	if err != nil || u.IsAbs() || link == "" || strings.HasPrefix(link, "#") {
		return link
	}
	if full := b.uri(link); full != "" {
		return string(full)
	}
	return link
}

// srcset makes the candidates of a srcset absolute (HTML, 4.8.4.2.1).
func (b base) srcset(value string) string {
	list := strings.Split(value, ", ")
	for i, candidate := range list {
		link, size, _ := strings.Cut(strings.TrimSpace(candidate), " ")
		list[i] = strings.TrimSpace(b.absolute(link) + " " + size)
	}
	return strings.Join(list, ", ")
}
