package page

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// maxPictures bounds the associations of one page.
const maxPictures = 5

// picture is a picture that the page names as the article's.
type picture struct {
	href, caption, width, height string
}

// pictures makes associations of JSON-LD's images, else of OpenGraph's, else of the
// article's figures. The first caption of the page belongs to the first picture.
func (p *page) pictures(captions []string) []ninjs.Association {
	var found []picture
	for _, o := range p.ld.objects("image") {
		found = append(found, picture{firstOf(o.text("url"), o.text("contentUrl"), o.text("@id")), o.text("caption"), o.text("width"), o.text("height")})
	}
	if len(found) == 0 {
		m := p.meta
		found = []picture{{m.get("og:image", "og:image:url", "twitter:image", "twitter:image:src", "itemprop:image", "image"),
			m.get("og:image:alt"), m.get("og:image:width"), m.get("og:image:height")}}
	}
	if found[0].href == "" && len(p.figures) > 0 {
		found = p.figures
	}
	if found[0].caption == "" && len(captions) > 0 {
		found[0].caption = captions[0]
	}
	var out []ninjs.Association
	seen := map[ninjs.URI]bool{}
	for _, f := range found {
		uri := p.uri(f.href)
		if uri == "" || seen[uri] || len(out) == maxPictures {
			continue
		}
		seen[uri] = true
		out = append(out, f.association(uri, len(out)+1))
	}
	return out
}

func (f picture) association(uri ninjs.URI, n int) ninjs.Association {
	return ninjs.Association{
		Name: fmt.Sprintf("picture-%d", n),
		Item: ninjs.Item{
			URI: uri, Type: ninjs.TypePicture, Descriptions: nonEmpty("caption", f.caption),
			Renditions: []ninjs.Rendition{{Name: "main", Href: uri, Width: pixels(f.width), Height: pixels(f.height)}},
		},
	}
}

func pixels(s string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s), "px"))
	if err != nil || n < 0 || n > 1e6 {
		return 0
	}
	return n
}

// uri makes an absolute URI of a link of the page, or none.
func (p *page) uri(link string) ninjs.URI {
	if link == "" {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if p.base != nil {
		u = p.base.ResolveReference(u)
	}
	if uri := ninjs.URI(u.String()); (u.Scheme == "http" || u.Scheme == "https") && uri.Valid() {
		return uri
	}
	return ""
}

var languageSyntax = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}$`)

func language(candidates ...string) string {
	for _, s := range candidates {
		if languageSyntax.MatchString(s) {
			return strings.ReplaceAll(s, "_", "-")
		}
	}
	return ""
}
