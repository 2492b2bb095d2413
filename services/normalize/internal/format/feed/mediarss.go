package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// mediaRSS reads the elements of Media RSS 1.5.1 (https://www.rssboard.org/media-rss)
// of one item: its contents, groups of contents that are one thing, thumbnails.
func (m *media) mediaRSS(list fields) {
	for _, group := range list["group"] {
		m.described(m.add(filesOf(group.Children["content"])...), group)
	}
	for _, content := range list["content"] {
		m.described(m.add(fileOf(content)), content)
	}
	for _, thumb := range list["thumbnail"] {
		m.thumbnail(m.firstSeen(), fileOf(thumb))
	}
}

// described adds what stands inside of a group or a content about it, at the
// place in the list.
func (m *media) described(at int, e field) {
	for _, content := range e.Children["content"] {
		m.described(at, content)
	}
	for _, thumb := range e.Children["thumbnail"] {
		m.thumbnail(at, fileOf(thumb))
	}
	if at < 0 {
		return
	}
	a := &m.list[at]
	if title := plain(value(e.Children, "title")); title != "" && len(a.Headlines) == 0 {
		a.Headlines = texts("", title)
	}
	if caption := plain(value(e.Children, "description")); caption != "" && len(a.Descriptions) == 0 {
		a.Descriptions = texts("caption", caption)
	}
	a.By = firstOf(a.By, plain(value(e.Children, "credit")))
	a.CopyrightNotice = firstOf(a.CopyrightNotice, plain(value(e.Children, "copyright")))
}

// firstSeen is the place of the first picture or film, -1 if there is none.
func (m *media) firstSeen() int {
	for i := range m.list {
		if t := m.list[i].Type; t == ninjs.TypePicture || t == ninjs.TypeVideo {
			return i
		}
	}
	return -1
}

func filesOf(list []field) []file {
	out := make([]file, 0, len(list))
	for _, e := range list {
		out = append(out, fileOf(e))
	}
	for i, e := range list { // the one to take counts as the main one
		if i > 0 && strings.EqualFold(e.Attrs["isDefault"], "true") {
			first := out[i]
			copy(out[1:i+1], out[:i])
			out[0] = first
			break
		}
	}
	return out
}

func fileOf(e field) file {
	return file{
		href: e.Attrs["url"], contentType: e.Attrs["type"], medium: e.Attrs["medium"],
		width: atoi(e.Attrs["width"]), height: atoi(e.Attrs["height"]),
		bytes: size(e.Attrs["fileSize"]), seconds: seconds(e.Attrs["duration"]),
	}
}

// value is the text of the first element of a name.
func value(list fields, name string) string {
	if len(list[name]) == 0 {
		return ""
	}
	return list[name][0].Value
}

// views is what media:community says, wherever in the item it stands.
func views(list fields) string {
	found := list["community"]
	for _, g := range list["group"] {
		found = append(found[:len(found):len(found)], g.Children["community"]...)
	}
	for _, c := range found {
		for _, s := range c.Children["statistics"] {
			return s.Attrs["views"]
		}
	}
	return ""
}

// groupText is the text of an element of Media RSS that stands in the item or in a group,
// which is the item: what stands in a content is about that picture.
func groupText(list fields, name string) string {
	text := value(list, name)
	for _, g := range list["group"] {
		text = firstOf(text, value(g.Children, name))
	}
	return text
}
