package output

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Choose gives the index of the format that a request asks for: by ?format= its name,
// else by Accept (RFC 9110, 12.5.1) the one of the highest quality, of equals the first.
// It is -1 where none is acceptable.
func Choose(r *http.Request, formats []Format) int {
	if name := r.URL.Query().Get("format"); name != "" {
		for i, f := range formats {
			if f.Name == name {
				return i
			}
		}
		return -1
	}
	ranges := accepted(r.Header.Values("Accept"))
	if len(ranges) == 0 {
		return 0
	}
	best, quality := -1, 0.0
	for i, f := range formats {
		if q := f.quality(ranges); q > quality {
			best, quality = i, q
		}
	}
	return best
}

// mediaRange is one member of Accept.
type mediaRange struct {
	kind, sub string
	version   string
	quality   float64
}

// maxRanges is how many members of Accept are looked at.
const maxRanges = 50

func accepted(headers []string) []mediaRange {
	var out []mediaRange
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil || len(out) == maxRanges {
			continue
		}
		kind, sub, _ := strings.Cut(media, "/")
		m := mediaRange{kind: kind, sub: sub, version: params["version"], quality: 1}
		if said, ok := params["q"]; ok {
			if m.quality, err = strconv.ParseFloat(said, 64); err != nil || !(m.quality >= 0 && m.quality <= 1) {
				m.quality = 0
			}
		}
		out = append(out, m)
	}
	return out
}

// quality is that of the most specific range that the format is in; 0 if there is none.
func (f Format) quality(ranges []mediaRange) float64 {
	kind, sub, _ := strings.Cut(f.Media, "/")
	best, quality := 0, 0.0
	for _, m := range ranges {
		specific := 0
		switch {
		case m.kind == kind && m.sub == sub && m.version != "":
			if m.version == f.version() {
				specific = 4
			}
		case m.kind == kind && m.sub == sub:
			specific = 3
		case m.kind == kind && m.sub == "*":
			specific = 2
		case m.kind == "*" && m.sub == "*":
			specific = 1
		}
		if specific > best {
			best, quality = specific, m.quality
		}
	}
	return quality
}

// version is what a range may name: that of the media type's default is 3.1.
func (f Format) version() string {
	if f.Version == "" && f.Name == "ninjs" {
		return "3.1"
	}
	return f.Version
}

// Formats are the formats of a list of outputs.
func Formats() []Format {
	var out []Format
	for _, a := range Articles() {
		out = append(out, a.Format)
	}
	return out
}
