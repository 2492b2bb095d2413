package newsml1

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// rendition reads one file of the part that is not in the document. Without an
// absolute address its name is all that is known of it.
func (p *part) rendition(component, n *xmltree.Node) {
	if len(p.it.Renditions) >= maxMedia {
		p.r.note("more than " + strconv.Itoa(maxMedia) + " renditions: the others were left out")
		return
	}
	is := propertiesOf(n.Child("Characteristics"))
	ref := n.Attr("Href")
	out := ninjs.Rendition{
		Name: p.renditionName(component, n), ContentType: mimeOf(n), Format: formal(n.Child("Format")),
		Width:  positive(is.first("width", "imagewidth", "pixelwidth", "pixelxdimension", "framewidth")),
		Height: positive(is.first("height", "imageheight", "pixelheight", "pixelydimension", "frameheight")), SizeInBytes: size(n),
		Duration:  seconds(is.first("totalduration", "duration", "length", "playtime")),
		FrameRate: number(is.first("framerate")), VideoCodec: is.first("videocoder", "videocodec", "codec"), AspectRatio: is.first("aspectratio", "videoaspectratio"),
		Bitrate: is.first("bitrate", "totalbitrate", "videobitrate", "averagebitrate"),
	}
	if out.Href = p.r.address(firstOf(ref, n.Attr("Url"))); out.Href == "" && ref != "" {
		out.Title = ref
		p.alt("source", ref)
	}
	if p.medium != nil {
		p.medium.names = append(p.medium.names, ref, n.Attr("Duid"), component.Attr("Duid"))
		if out.Href != "" && p.it.URI == "" && !p.item {
			p.it.URI = out.Href
		}
	}
	if name := is.first("filename"); name != ref {
		p.alt("fileName", name)
	}
	p.it.Renditions = append(p.it.Renditions, out)
}

// renditionName is the role that tells the files of a medium apart.
func (p *part) renditionName(component, n *xmltree.Node) string {
	label := p.r.label(component)
	role, w := label.said, label.role
	if w == "main" || isMediumRole(w) && !isRenditionRole(w) || w == "supporting" || useOf(w) != body {
		role = ""
	}
	count := len(p.it.Renditions)
	if role == "" && count > 0 {
		role = "rendition-" + strconv.Itoa(count+1)
	}
	role = firstOf(role, "original")
	if slices.ContainsFunc(p.it.Renditions, func(r ninjs.Rendition) bool { return r.Name == role }) {
		role += "-" + strconv.Itoa(count+1)
	}
	return role
}

func mimeOf(n *xmltree.Node) string {
	if mime := formal(n.Child("MimeType")); strings.Contains(mime, "/") {
		return mime
	}
	return ""
}

// size is the file's size in bytes.
func size(n *xmltree.Node) int64 {
	c := n.Child("Characteristics")
	v, err := strconv.ParseInt(firstOf(short(c.Child("SizeInBytes")), propertiesOf(c).first("sizeinbytes", "filesize", "size")), 10, 64)
	if err != nil || v < 1 || v > 1<<50 {
		return 0
	}
	return v
}

// address is an absolute URI, resolved if the delivery has a base.
func (d *document) address(ref string) ninjs.URI {
	u, err := url.Parse(ref)
	if err != nil || ref == "" || strings.HasPrefix(ref, "#") {
		return ""
	}
	if !u.IsAbs() {
		base, err := url.Parse(d.in.BaseURL)
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
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(s, "px")))
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0
	}
	return n
}

func number(s string) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0 && n < 1e9) {
		return 0
	}
	return n
}

// seconds reads a duration: seconds, or hours, minutes and seconds parted by
// colons, with frames after them left out.
func seconds(s string) float64 {
	parts := strings.Split(s, ":")
	if len(parts) == 1 {
		return number(strings.TrimSuffix(s, "s"))
	}
	total := 0.0
	for _, part := range parts[:min(len(parts), 3)] {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || !(n >= 0 && n < 1e6) {
			return 0
		}
		total = total*60 + n
	}
	return total
}
