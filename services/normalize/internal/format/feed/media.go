package feed

import (
	"cmp"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// file is one technical form of a picture, recording or document, as any kind
// of feed says it. Sizes are pixels, bytes and seconds; 0 is not said.
type file struct {
	href          string
	contentType   string
	medium        string // of Media RSS: image, audio, video, document
	title         string
	width, height int
	bytes         int64
	seconds       float64
}

// media gathers the associations of one item; what is named twice is one.
type media struct {
	base  base
	list  []ninjs.Association
	seen  map[ninjs.URI]int // place in list
	notes []string
}

// add makes an association of several forms of the same thing, the first one
// of which names it. It gives its place in the list, -1 if no form has a link.
func (m *media) add(files ...file) int {
	at := -1
	for _, f := range files {
		uri := m.base.uri(f.href)
		if uri == "" {
			m.notes = append(m.notes, "left out media without a usable link")
			continue
		}
		if known, ok := m.seen[uri]; ok {
			at = max(at, known)
			m.complete(known, f, uri)
			continue
		}
		if at < 0 {
			at = m.open(uri, f)
		}
		m.seen[uri] = at
		a := &m.list[at]
		a.Renditions = append(a.Renditions, rendition(f, uri, len(a.Renditions)))
	}
	return at
}

// complete adds what another element says of a form that is known: an enclosure has only
// type and size, Media RSS the rest.
func (m *media) complete(at int, f file, uri ninjs.URI) {
	list := m.list[at].Renditions
	for i := range list {
		if r := &list[i]; r.Href == uri {
			more := rendition(f, uri, 0)
			r.ContentType, r.Title = firstOf(r.ContentType, more.ContentType), firstOf(r.Title, more.Title)
			r.Width, r.Height = cmp.Or(r.Width, more.Width), cmp.Or(r.Height, more.Height)
			r.SizeInBytes, r.Duration = cmp.Or(r.SizeInBytes, more.SizeInBytes), cmp.Or(r.Duration, more.Duration)
		}
	}
	if m.list[at].Type == "" {
		m.list[at].Type = kindOf(f)
	}
}

func (m *media) open(uri ninjs.URI, f file) int {
	if m.seen == nil {
		m.seen = map[ninjs.URI]int{}
	}
	at := len(m.list)
	m.list = append(m.list, ninjs.Association{
		Item: ninjs.Item{URI: uri, Type: kindOf(f)},
		Name: fmt.Sprintf("media-%d", at+1),
	})
	return at
}

// thumbnail adds a small form of what stands at the place, or a picture of its
// own if nothing does.
func (m *media) thumbnail(at int, f file) {
	f.medium = "image"
	uri := m.base.uri(f.href)
	if _, known := m.seen[uri]; uri == "" || known {
		return
	}
	if at < 0 || at >= len(m.list) {
		m.add(f)
		return
	}
	r := rendition(f, uri, 0)
	r.Name = fmt.Sprintf("thumbnail-%d", len(m.list[at].Renditions))
	m.list[at].Renditions = append(m.list[at].Renditions, r)
	m.seen[uri] = at
}

func rendition(f file, uri ninjs.URI, n int) ninjs.Rendition {
	r := ninjs.Rendition{
		Name: "main", Href: uri, ContentType: strings.TrimSpace(f.contentType), Title: f.title,
		Width: max(f.width, 0), Height: max(f.height, 0), SizeInBytes: max(f.bytes, 0), Duration: max(f.seconds, 0),
	}
	if n > 0 {
		r.Name = fmt.Sprintf("alternate-%d", n)
	}
	return r
}

// kindOf tells a picture, a recording and a film apart by the content type,
// else by the medium, else by the link's extension. Anything else has no type.
func kindOf(f file) ninjs.Type {
	link, _, _ := strings.Cut(f.href, "?")
	for _, hint := range []string{f.contentType, f.medium, extensionKind(path.Ext(link))} {
		major, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(hint)), "/")
		switch major {
		case "image":
			return ninjs.TypePicture
		case "audio":
			return ninjs.TypeAudio
		case "video":
			return ninjs.TypeVideo
		}
	}
	return ""
}

func extensionKind(ext string) string {
	switch strings.ToLower(ext) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif", ".tiff":
		return "image"
	case ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac":
		return "audio"
	case ".mp4", ".m4v", ".webm", ".mov", ".avi", ".mkv":
		return "video"
	default:
		return ""
	}
}

func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s), "px"))
	if err != nil || n < 0 || n > 1e9 {
		return 0
	}
	return n
}

func size(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// seconds reads 95, 95.5, 1:35 and 0:01:35; anything else is 0.
func seconds(s string) float64 {
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) > 3 {
		return 0
	}
	total := 0.0
	for _, part := range parts {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || !(n >= 0 && n < 1e9) {
			return 0
		}
		total = total*60 + n
	}
	return total
}
