package nitf

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// readMedia makes an association of each picture, sound or film in the text.
func (r *reader) readMedia(content *xmltree.Node) {
	for n := range content.Descendants("media") {
		switch {
		case n.Name != "media" || !hasElements(n):
		case r.associated() >= maxMedia:
			r.note(fmt.Sprintf("more than %d media: the others were left out", maxMedia))
			return
		default:
			r.media(n)
		}
	}
}

func (r *reader) media(n *xmltree.Node) {
	it := ninjs.Item{Type: mediaType(n)}
	for c := range n.Elements() {
		switch c.Name {
		case "media-reference":
			r.reference(&it, c)
		case "media-caption":
			if text := paragraphs(c); text != "" {
				it.Descriptions = append(it.Descriptions, ninjs.Text{Role: "caption", ContentType: "text/plain", Value: text})
			}
		case "media-producer":
			it.By = firstOf(it.By, strings.Trim(r.withoutBy(flat(c)), " ,;/"))
		case "media-object":
			r.note("a media-object within the document was left out")
		}
	}
	mentioned := newNames()
	for c := range n.Path("media-caption") {
		mentioned.collect(c, "")
	}
	mentioned.into(&it)
	number := strconv.Itoa(1 + r.associated())
	r.a.Item.Associations = append(r.a.Item.Associations, ninjs.Association{Name: "media-" + number, Item: it})
}

// associated counts the media so far.
func (r *reader) associated() int {
	n := len(r.a.Item.Associations)
	if n > 0 && r.a.Item.Associations[0].Rel == "evolvedFrom" {
		n--
	}
	return n
}

// mediaType is what media-type says, else the content type.
func mediaType(n *xmltree.Node) ninjs.Type {
	mime := n.Child("media-reference").Attr("mime-type")
	kind, _, _ := strings.Cut(mime, "/")
	for _, s := range []string{n.Attr("media-type"), kind} {
		switch strings.ToLower(s) {
		case "image", "photo", "picture":
			return ninjs.TypePicture
		case "graphic":
			return ninjs.TypeGraphic
		case "audio":
			return ninjs.TypeAudio
		case "video":
			return ninjs.TypeVideo
		case "text":
			return ninjs.TypeText
		}
	}
	return ""
}

// reference reads one file of a medium. Without an absolute address its name is all
// that is known of it.
func (r *reader) reference(it *ninjs.Item, n *xmltree.Node) {
	source := firstOf(n.Attr("source"), n.Attr("data-location"))
	rendition := ninjs.Rendition{
		Name: renditionName(len(it.Renditions)), ContentType: n.Attr("mime-type"), Title: n.Attr("alternate-text"),
		Width: positive(n.Attr("width")), Height: positive(n.Attr("height")),
		Duration: seconds(n.Attr("time"), n.Attr("time-unit-of-measure")),
	}
	if rendition.Href = r.address(source); rendition.Href != "" {
		if it.URI == "" {
			it.URI = rendition.Href
		}
	} else if source != "" {
		it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "source", Value: source})
	}
	if name := firstOf(n.Attr("name"), n.Attr("id")); name != "" {
		it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "name", Value: name})
	}
	if credit := n.Attr("source-credit"); credit != "" {
		it.InfoSources = append(it.InfoSources, ninjs.InfoSource{Name: credit, Role: "credit"})
	}
	it.CopyrightNotice = firstOf(it.CopyrightNotice, n.Attr("copyright"))
	if cue := n.Attr("outcue"); cue != "" {
		it.EdNote = firstOf(it.EdNote, "Outcue: "+cue)
	}
	it.Renditions = append(it.Renditions, rendition)
}

func renditionName(before int) string {
	if before == 0 {
		return "original"
	}
	return "rendition-" + strconv.Itoa(before+1)
}

// address is an absolute URI, resolved if the delivery has a base.
func (r *reader) address(source string) ninjs.URI {
	u, err := url.Parse(source)
	if err != nil || source == "" {
		return ""
	}
	if !u.IsAbs() {
		base, err := url.Parse(r.in.BaseURL)
		if err != nil || !base.IsAbs() {
			return ""
		}
		u = base.ResolveReference(u)
	}
	uri, err := ninjs.ParseURI(u.String())
	if err != nil {
		return ""
	}
	return uri
}

func positive(s string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "px"))
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0
	}
	return n
}

// seconds reads a duration in the unit that is named, seconds if none is.
func seconds(value, unit string) float64 {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n <= 0 || n > 1e9 || math.IsNaN(n) {
		return 0
	}
	switch unit = strings.ToLower(unit); {
	case strings.HasPrefix(unit, "milli"), unit == "ms":
		return n / 1000
	case strings.HasPrefix(unit, "min"):
		return n * 60
	case strings.HasPrefix(unit, "hour"):
		return n * 3600
	default:
		return n
	}
}
