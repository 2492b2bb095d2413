package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/json"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// jsonAuthors is the by-line: 1.1 has a list where 1 has one author, and the
// feed's count where the item has none.
func jsonAuthors(feed *json.Feed, item json.Item) string {
	lists := [][]*json.Author{item.Authors, {item.Author}, feed.Authors, {feed.Author}}
	for _, list := range lists {
		var names []string
		for _, author := range list {
			if author != nil && oneLine(author.Name) != "" {
				names = append(names, oneLine(author.Name))
			}
		}
		if len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	return ""
}

// jsonMedia makes associations of the pictures and attachments. Attachments of
// one title are forms of the same thing.
func jsonMedia(a *format.Article, b base, item json.Item) {
	m := media{base: b}
	for _, link := range []string{item.Image, item.BannerImage} {
		if link != "" {
			m.add(file{href: link, medium: "image"})
		}
	}
	if item.Attachments != nil {
		for _, group := range sameTitle(*item.Attachments) {
			m.add(group...)
		}
	}
	a.Item.Associations = m.list
	a.Notes = append(a.Notes, m.notes...)
}

func sameTitle(list []json.Attachments) [][]file {
	var groups [][]file
	places := map[string]int{}
	for _, att := range list {
		f := file{
			href: att.URL, contentType: att.MimeType, title: oneLine(att.Title),
			bytes: att.SizeInBytes, seconds: float64(att.DurationInSeconds),
		}
		if at, ok := places[f.title]; ok && f.title != "" {
			groups[at] = append(groups[at], f)
			continue
		}
		places[f.title] = len(groups)
		groups = append(groups, []file{f})
	}
	return groups
}

// elements counts the elements of a JSON array.
func elements(array []byte) int {
	depth, n, quoted, filled := 0, 0, false, false
	for i := 0; i < len(array); i++ {
		c := array[i]
		filled = filled || depth == 1 && c > ' ' && c != ']'
		switch {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == ',' && depth == 1:
			n++
		}
	}
	if filled {
		n++
	}
	return n
}

// bracketDepth is how deep the values of a JSON text are nested.
func bracketDepth(data []byte) int {
	depth, deepest, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
			deepest = max(deepest, depth)
		case c == ']' || c == '}':
			depth--
		}
	}
	return deepest
}
