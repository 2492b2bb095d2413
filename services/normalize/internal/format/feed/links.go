package feed

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"github.com/wireroom/wireroom/pkg/ninjs"
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
	if !strings.Contains(value, "src=") && !strings.Contains(value, "href=") {
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
			if t := z.Token(); b.resolve(t.Attr) {
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
		if a.Key != "href" && a.Key != "src" && a.Key != "poster" && a.Key != "cite" {
			continue
		}
		u, err := url.Parse(strings.TrimSpace(a.Val))
		if err != nil || u.IsAbs() || a.Val == "" || strings.HasPrefix(a.Val, "#") {
			continue
		}
		if full := b.uri(a.Val); full != "" {
			attrs[i].Val, changed = string(full), true
		}
	}
	return changed
}
