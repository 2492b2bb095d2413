package parts

import (
	"net/url"
	"path"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Attach gives each binary of a delivery to the articles that refer to it, by
// file name, Content-ID or address; one that nobody refers to goes to the first
// article that can be read. It changes the articles. Binaries without an article
// are lost: then false is returned.
func Attach(articles []format.Article, list []format.Part) bool {
	first := -1
	references := make([]map[string]bool, len(articles))
	for i := range articles {
		if articles[i].Err != nil {
			continue
		}
		if first < 0 {
			first = i
		}
		references[i] = referencesOf(&articles[i].Item)
	}
	for _, p := range list {
		given := false
		for i := range articles {
			if articles[i].Err == nil && names(references[i], p) {
				articles[i].Parts = append(articles[i].Parts, p)
				given = true
			}
		}
		if !given && first >= 0 {
			articles[first].Parts = append(articles[first].Parts, p)
		}
	}
	return first >= 0 || len(list) == 0
}

// names reports whether one of the references means the part.
func names(references map[string]bool, p format.Part) bool {
	for _, key := range keysOf(p) {
		if references[key] {
			return true
		}
	}
	return false
}

// keysOf gives the ways in which a document may call a part.
func keysOf(p format.Part) []string {
	var out []string
	if p.Name != "" {
		out = append(out, normal(p.Name))
	}
	if p.ID != "" {
		out = append(out, normal(p.ID))
	}
	return out
}

// referencesOf collects what an item calls by name or address: renditions,
// alternative ids of associations, and content ids in the text.
func referencesOf(it *ninjs.Item) map[string]bool {
	out := map[string]bool{}
	collect(out, it)
	for _, b := range it.Bodies {
		for _, ref := range bodyReferences(b.Value) {
			out[normal(ref)] = true
		}
	}
	return out
}

func collect(out map[string]bool, it *ninjs.Item) {
	for _, key := range callsOf(it) {
		out[key] = true
	}
	for i := range it.Associations {
		out[normal(it.Associations[i].Name)] = true
		for _, alt := range it.Associations[i].AltIDs {
			out[normal(alt.Value)] = true
		}
		collect(out, &it.Associations[i].Item)
	}
	delete(out, "")
}

// callsOf gives the names under which the renditions of an item can be found: an
// address, and the file name that ends it.
func callsOf(it *ninjs.Item) []string {
	var out []string
	for _, r := range it.Renditions {
		out = append(out, callsOfRendition(r)...)
	}
	return out
}

func callsOfRendition(r ninjs.Rendition) []string {
	href := string(r.Href)
	if href == "" {
		return nil
	}
	return []string{normal(href), normal(lastOf(href))}
}

func lastOf(href string) string {
	href, _, _ = strings.Cut(href, "#")
	href, _, _ = strings.Cut(href, "?")
	return path.Base(href)
}

// normal makes the spellings of one reference the same: "cid:a%40b", "<a@b>".
func normal(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 4 && strings.EqualFold(s[:4], "cid:") {
		s = s[4:]
	}
	if raw, err := url.PathUnescape(s); err == nil {
		s = raw
	}
	return strings.ToLower(strings.Trim(s, "<>"))
}
