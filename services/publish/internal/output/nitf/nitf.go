// Package nitf writes an article as NITF 3.6, the News Industry Text Format of the
// IPTC. What NITF has no place for is left out: the confidence of topics, points of
// places, renditions other than pictures, sound and film.
//
// Source: IPTC NITF 3.6, http://www.iptc.org/std/NITF/3.6/documentation/nitf-3-6.html
package nitf

import (
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/xmlwrite"
)

type document struct {
	w *xmlwrite.Writer
	a content.Article
}

// Write gives the document.
func Write(a content.Article) ([]byte, error) {
	d := document{xmlwrite.New(), a}
	d.w.Start("nitf", "xmlns", "http://iptc.org/std/NITF/2006-10-18/", "version", "-//IPTC//DTD NITF 3.6//EN", "xml:lang", a.Item.Language)
	d.w.Line()
	d.head()
	d.w.Start("body")
	d.bodyHead()
	d.w.Start("body.content")
	d.w.Line()
	body{d.w}.blocks(a.Nodes())
	d.media()
	d.w.End()
	d.w.End()
	return d.w.Bytes(), nil
}

func moment(t ninjs.Time) string { return t.Format(time.RFC3339Nano) }

func (d document) bodyHead() {
	it := d.a.Item
	d.w.Start("body.head")
	d.headlines()
	d.note(it.CopyrightNotice, "noteclass", "cpyrt")
	for _, t := range it.Descriptions {
		if t.Role == "note" {
			d.note(t.Value)
		}
	}
	d.w.Leaf("byline", it.By)
	if it.Located != "" || !it.ContentCreated.IsZero() {
		d.w.Start("dateline")
		d.w.Leaf("location", it.Located)
		d.date("story.date", it.ContentCreated)
		d.w.End()
	}
	if lines := content.Lines(d.a.Summary()); len(lines) > 0 {
		d.w.Start("abstract")
		d.paragraphs(lines)
		d.w.End()
	}
	d.w.End()
	d.w.Line()
}

func (d document) headlines() {
	if len(d.a.Item.Headlines) == 0 {
		return
	}
	d.w.Start("hedline")
	for i, h := range d.a.Item.Headlines {
		if i == 0 { // NITF has one, and it comes first
			d.w.Leaf("hl1", h.Value)
		} else {
			d.w.Leaf("hl2", h.Value)
		}
	}
	d.w.End()
}

func (d document) note(text string, attrs ...string) {
	if lines := content.Lines(text); len(lines) > 0 {
		d.w.Start("note", attrs...)
		d.paragraphs(lines)
		d.w.End()
	}
}

func (d document) paragraphs(lines []string) {
	for _, line := range lines {
		d.w.Leaf("p", line)
	}
}

// media writes the pictures, sound and film that belong to the article.
func (d document) media() {
	for i := range d.a.Item.Associations {
		d.medium(&d.a.Item.Associations[i].Item)
	}
}

func (d document) medium(it *ninjs.Item) {
	kind := map[ninjs.Type]string{ninjs.TypePicture: "image", ninjs.TypeGraphic: "graphic", ninjs.TypeAudio: "audio", ninjs.TypeVideo: "video"}[it.Type]
	if kind == "" || len(it.Renditions) == 0 {
		return
	}
	d.w.Start("media", "media-type", kind)
	for _, r := range it.Renditions {
		mime := r.ContentType
		if mime == "" {
			mime = "application/octet-stream"
		}
		d.w.Empty("media-reference", "mime-type", mime, "source", string(r.Href), "alternate-text", r.Title, "width", size(r.Width), "height", size(r.Height))
	}
	if len(it.Descriptions) > 0 {
		d.w.Start("media-caption")
		d.paragraphs(content.Lines(it.Descriptions[0].Value))
		d.w.End()
	}
	d.w.Leaf("media-producer", it.By)
	d.w.End()
	d.w.Line()
}

func size(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
