package newsmlg2

import (
	"math"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// rendition reads one file of the content: remoteContent, an icon, or a reference to
// a file. Without an absolute address, its name is all that is known of where it is.
func (r *reader) rendition(n *xmltree.Node, fallback string) {
	if len(r.a.Item.Renditions) >= maxRenditions {
		r.note("too many renditions: the others were left out")
		return
	}
	v := ninjs.Rendition{
		Name: unique(r.renditionNames, firstOf(codeAttr(n, "rendition"), fallback)), ContentType: attr(n, "contenttype"),
		Format: codeAttr(n, "format"), Title: oneLine(n.Child("title")), Width: whole(attr(n, "width")), Height: whole(attr(n, "height")),
		Duration: duration(n), VideoCodec: attr(n, "videocodec"), FrameRate: positive(attr(n, "videoframerate")),
		AspectRatio: attr(n, "videoaspectratio"), SizeInBytes: size(n),
		Bitrate: firstOf(attr(n, "videoavgbitrate"), attr(n, "audiobitrate"), attr(n, "avgbitrate"), attr(n, "bitrate")),
	}
	if scan := ninjs.ScanType(strings.ToLower(codeAttr(n, "videoscan"))); scan.Valid() {
		v.ScanType = scan
	}
	v.Href = r.locate(n)
	r.a.Item.Renditions = append(r.a.Item.Renditions, v)
	locations := 0
	for c := range n.Elements() {
		switch c.Name {
		case "altId":
			r.altID(c)
		case "altLoc":
			if locations++; locations > maxLocations {
				continue
			}
			other := v
			other.Name = unique(r.renditionNames, v.Name)
			if other.Href = r.address(oneLine(c)); other.Href != "" {
				r.a.Item.Renditions = append(r.a.Item.Renditions, other)
			}
		}
	}
	if r.a.Item.Type == "" {
		r.a.Item.Type = majorType(v.ContentType)
	}
}

// locate gives where a file is, or the URI by which it goes.
func (r *reader) locate(n *xmltree.Node) ninjs.URI {
	href, ref := attr(n, "href"), attr(n, "residref")
	at := r.address(href)
	if at == "" {
		r.alt("source", href)
		at, _ = uriOrID(ref)
	}
	if string(at) != ref && ref != string(r.a.Item.URI) {
		r.alt("residref", ref)
	}
	return at
}

// majorType is the type of what has a media type; empty where that says nothing.
func majorType(media string) ninjs.Type {
	switch media = strings.ToLower(media); {
	case strings.HasPrefix(media, "image/"):
		return ninjs.TypePicture
	case strings.HasPrefix(media, "video/"):
		return ninjs.TypeVideo
	case strings.HasPrefix(media, "audio/"):
		return ninjs.TypeAudio
	case strings.HasPrefix(media, "text/"):
		return ninjs.TypeText
	case strings.Contains(media, "g2.packageitem"):
		return ninjs.TypeComposite
	default:
		return ""
	}
}

// size is in bytes, unless another unit is named: then it is left out.
func size(n *xmltree.Node) int64 {
	unit := strings.ToLower(codeAttr(n, "sizeunit"))
	v, err := strconv.ParseInt(attr(n, "size"), 10, 64)
	if err != nil || v < 0 || unit != "" && !strings.HasPrefix(unit, "byte") {
		return 0
	}
	return v
}

// duration is in seconds. The unit is IPTC's timeunit; a time code counts frames
// after the seconds.
func duration(n *xmltree.Node) float64 {
	raw := attr(n, "duration")
	switch unit := strings.ToLower(codeAttr(n, "durationunit")); {
	case strings.Contains(raw, ":"):
		return clock(raw)
	case strings.HasPrefix(unit, "milli"):
		return positive(raw) / 1000
	case strings.HasPrefix(unit, "editunit"), strings.HasPrefix(unit, "frame"):
		if rate := positive(attr(n, "videoframerate")); rate > 0 {
			return positive(raw) / rate
		}
		return 0
	case strings.HasPrefix(unit, "min"):
		return positive(raw) * 60
	case strings.HasPrefix(unit, "hour"):
		return positive(raw) * 3600
	default:
		return positive(raw)
	}
}

// clock reads hh:mm:ss, mm:ss or hh:mm:ss:frames; frames are dropped.
func clock(s string) float64 {
	parts := strings.Split(strings.ReplaceAll(s, ";", ":"), ":")
	if len(parts) > 4 {
		return 0
	}
	total := 0.0
	for i, p := range parts {
		v, err := strconv.ParseFloat(p, 64)
		if err != nil || !(v >= 0 && v < 1e6) {
			return 0
		}
		if i < 3 {
			total = total*60 + v
		}
	}
	return total
}

func positive(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v > 0 && v < 1e9) {
		return 0
	}
	return v
}

func whole(s string) int {
	v := positive(strings.TrimSuffix(s, "px"))
	if v < 1 || v > math.MaxInt32 {
		return 0
	}
	return int(v)
}
