package feed

import (
	ext "github.com/mmcdole/gofeed/extensions"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// mediaRSS reads the elements of Media RSS 1.5.1 (https://www.rssboard.org/media-rss)
// of one item: its contents, groups of contents that are one thing, thumbnails.
func (m *media) mediaRSS(fields map[string][]ext.Extension) {
	for _, group := range fields["group"] {
		m.described(m.add(files(group.Children["content"])...), group)
	}
	for _, content := range fields["content"] {
		m.described(m.add(fileOf(content)), content)
	}
	for _, thumb := range fields["thumbnail"] {
		m.thumbnail(m.firstSeen(), fileOf(thumb))
	}
}

// described adds what stands inside of a group or a content about it, at the
// place in the list.
func (m *media) described(at int, e ext.Extension) {
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

func files(list []ext.Extension) []file {
	out := make([]file, 0, len(list))
	for _, e := range list {
		out = append(out, fileOf(e))
	}
	return out
}

func fileOf(e ext.Extension) file {
	return file{
		href: e.Attrs["url"], contentType: e.Attrs["type"], medium: e.Attrs["medium"],
		width: atoi(e.Attrs["width"]), height: atoi(e.Attrs["height"]),
		bytes: size(e.Attrs["fileSize"]), seconds: seconds(e.Attrs["duration"]),
	}
}

// value is the text of the first element of a name.
func value(fields map[string][]ext.Extension, name string) string {
	if len(fields[name]) == 0 {
		return ""
	}
	return fields[name][0].Value
}

// views is what media:community says, wherever in the item it stands.
func views(fields map[string][]ext.Extension) string {
	lists := [][]ext.Extension{fields["community"]}
	for _, g := range fields["group"] {
		lists = append(lists, g.Children["community"])
	}
	for _, list := range lists {
		for _, c := range list {
			for _, s := range c.Children["statistics"] {
				return s.Attrs["views"]
			}
		}
	}
	return ""
}
