package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// authors is the by-line: 1.1 has a list where 1 has one author.
func (o *object) authors() string {
	for _, name := range []string{"authors", "author"} {
		var names []string
		for _, raw := range o.list(name) {
			text := ""
			if author, err := objectOf(raw, o.notes); err == nil {
				text = author.text("name")
			} else if s, ok := textOf(raw, 0); ok {
				text = s
			}
			if text = oneLine(text); text != "" {
				names = append(names, text)
			}
		}
		if len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	return ""
}

// tags are keywords; text in their place is a list that is parted by commas.
func (o *object) tags() []ninjs.Subject {
	var s subjects
	for _, raw := range o.list("tags") {
		text, ok := textOf(raw, 0)
		switch {
		case !ok:
			o.leaveOut("tags")
		case len(o.fields["tags"]) > 0 && o.fields["tags"][0] != '[':
			s.keywords(text)
		default:
			s.category("", text, "")
		}
	}
	return s.list
}

// media makes associations of the pictures and attachments. Attachments of one title are
// forms of the same thing.
func (o *object) media(a *format.Article, b base) {
	m := media{base: b}
	for _, name := range []string{"image", "banner_image"} {
		if link := o.text(name); link != "" {
			m.add(file{href: link, medium: "image"})
		}
	}
	for _, group := range sameTitle(o.attachments()) {
		m.add(group...)
	}
	a.Item.Associations = m.list
	a.Notes = append(a.Notes, m.notes...)
}

func (o *object) attachments() []file {
	var out []file
	for _, raw := range o.list("attachments") {
		att, err := objectOf(raw, o.notes)
		if err != nil {
			link, ok := textOf(raw, 0)
			if !ok || link == "" {
				o.leaveOut("attachments")
				continue
			}
			out = append(out, file{href: link})
			continue
		}
		out = append(out, file{
			href: att.text("url"), contentType: att.text("mime_type"), title: oneLine(att.text("title")),
			bytes: int64(att.number("size_in_bytes")), seconds: att.number("duration_in_seconds"),
		})
	}
	return out
}

func sameTitle(list []file) [][]file {
	var groups [][]file
	places := map[string]int{}
	for _, f := range list {
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
