package page

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Bounds of the JSON-LD of one page that is looked at.
const (
	maxScripts  = 100
	maxIDs      = 2000
	maxArticles = 200
)

// object is one JSON-LD object. A nil one says nothing.
type object map[string]any

// articleObject is the page's own article in JSON-LD, with what it names by an id put
// in its place; nil if the page has none. An object that agrees with what else the
// page says comes first, then one that nothing contradicts; one of another story is
// none, and others says that there were such. One in a list of others counts only
// where there is no other.
func articleObject(root *xhtml.Node, own identity) (found object, others bool) {
	scripts := scriptsOf(root)
	for _, lists := range []bool{false, true} {
		var all []object
		for _, s := range scripts {
			all = findArticles(all, s, lists, 0)
		}
		var silent object
		for _, o := range all {
			switch own.agrees(o) {
			case agreed:
				return o.resolved(scripts), others
			case unsaid:
				if silent == nil {
					silent = o
				}
			default:
				others = true
			}
		}
		if silent != nil {
			return silent.resolved(scripts), others
		}
	}
	return nil, others
}

// scriptsOf are the values of the page's JSON-LD.
func scriptsOf(root *xhtml.Node) []any {
	var out []any
	walk(root, func(n *xhtml.Node) bool {
		kind, _, _ := strings.Cut(attr(n, "type"), ";")
		if n.DataAtom == atom.Script && strings.EqualFold(strings.TrimSpace(kind), "application/ld+json") && n.FirstChild != nil && len(out) < maxScripts {
			out = append(out, decodeLD(n.FirstChild.Data))
		}
		return true
	})
	return out
}

// decodeLD reads the script's JSON. Some sites put it in a comment or CDATA, or
// break lines within strings.
func decodeLD(text string) any {
	text = strings.TrimSpace(text)
	for _, wrap := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}} {
		text = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, wrap[0]), wrap[1]))
	}
	if format.TooManyValues(text) {
		return nil
	}
	var value any
	if json.Unmarshal([]byte(text), &value) == nil {
		return value
	}
	if json.Unmarshal(mended(text), &value) == nil {
		return value
	}
	return nil
}

// mended makes spaces of raw line breaks, and drops commas after the last entry
// and the semicolon at the end.
func mended(text string) []byte {
	out := make([]byte, 0, len(text))
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c < ' ':
			c = ' '
		case quoted && c == '\\' && i+1 < len(text):
			out = append(out, c)
			i++
			c = text[i]
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ']' || c == '}'):
			out = bytes.TrimSuffix(bytes.TrimRight(out, " "), []byte(","))
		}
		out = append(out, c)
	}
	return bytes.TrimSuffix(out, []byte(";"))
}

// findArticles looks through graphs and what a page object is about; through lists of
// articles if asked.
func findArticles(out []object, value any, lists bool, depth int) []object {
	if depth > 8 || len(out) >= maxArticles {
		return out
	}
	switch v := value.(type) {
	case []any:
		for _, entry := range v {
			out = findArticles(out, entry, lists, depth+1)
		}
	case map[string]any:
		o := object(v)
		if o.isArticle() {
			return append(out, o)
		}
		keys := []string{"@graph", "mainEntity", "mainEntityOfPage"}
		if lists {
			keys = append(keys, "itemListElement", "item")
		}
		for _, key := range keys {
			out = findArticles(out, v[key], lists, depth+1)
		}
	}
	return out
}

// isArticle knows schema.org's Article and what is one by another name, and
// any page that has the headline and the date of one.
func (o object) isArticle() bool {
	if o.text("headline") != "" && o.text("datePublished") != "" {
		return true
	}
	if o.text("headline")+o.text("name")+o.text("articleBody") == "" {
		return false
	}
	for _, t := range o.texts("@type") {
		t = t[strings.LastIndexAny(t, "/:")+1:]
		if strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || t == "Report" {
			return true
		}
	}
	return false
}

// text is the first text of a property.
func (o object) text(key string) string { return firstOf(o.texts(key)...) }

// texts are the texts of a property: its strings, and the names of its objects.
func (o object) texts(key string) []string { return textsOf(o[key], 0) }

func textsOf(value any, depth int) []string {
	var out []string
	switch v := value.(type) {
	case string:
		out = []string{unescape(v)}
	case bool, float64:
		data, _ := json.Marshal(v)
		out = []string{string(data)}
	case []any:
		for _, entry := range v {
			if depth < 4 {
				out = append(out, textsOf(entry, depth+1)...)
			}
		}
	case map[string]any:
		for _, key := range []string{"name", "@value", "url", "@id"} {
			if list := textsOf(v[key], 4); len(list) > 0 && list[0] != "" {
				return list
			}
		}
	}
	return out
}

// unescape undoes the escaping that many sites do once too often.
func unescape(s string) string { return strings.TrimSpace(html.UnescapeString(html.UnescapeString(s))) }

// objects are the objects of a property; a plain string is one with a url.
func (o object) objects(key string) []object {
	switch v := o[key].(type) {
	case string:
		return []object{{"url": v}}
	case map[string]any:
		return []object{v}
	case []any:
		var out []object
		for _, entry := range v {
			out = append(out, object{key: entry}.objects(key)...)
		}
		return out
	default:
		return nil
	}
}
