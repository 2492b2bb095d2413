package parts

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// extension is that of a media type that is kept; empty for all others. SVG and
// HTML are not: a browser would run what is in them.
func extension(media string) string {
	switch media {
	case "image/jpeg":
		return ".jpg"
	case "image/png", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/heic", "image/avif", "image/jp2",
		"audio/flac", "audio/aac", "audio/ogg", "video/mp4", "video/webm", "video/ogg", "application/pdf":
		return "." + media[strings.IndexByte(media, '/')+1:]
	case "audio/mpeg", "audio/mp3":
		return ".mp3"
	case "audio/mp4", "audio/x-m4a":
		return ".m4a"
	case "audio/wav", "audio/x-wav", "audio/wave":
		return ".wav"
	case "audio/aiff", "audio/x-aiff":
		return ".aiff"
	case "video/mpeg":
		return ".mpg"
	case "video/quicktime":
		return ".mov"
	case "video/x-msvideo", "video/avi":
		return ".avi"
	case "video/mp2t":
		return ".ts"
	}
	return ""
}

// mediaOf is the media type by what is said and what the first bytes show, and its
// extension; without one it is not kept. What says to be a picture and shows
// another one is that one; what shows markup, text or a program is never kept.
func mediaOf(part format.Part) (media, ext string) {
	media, _, _ = strings.Cut(strings.ToLower(part.MediaType), ";")
	media = strings.TrimSpace(media)
	shown, _, _ := strings.Cut(http.DetectContentType(part.Data), ";")
	switch {
	case len(part.Data) == 0:
		return "an empty file", ""
	case strings.HasPrefix(shown, "text/"):
		return media + " that is text", ""
	case strings.HasPrefix(shown, "image/") || shown == "application/pdf":
		media = shown
	case sniffable(media):
		return media + " that is none", ""
	}
	return media, extension(media)
}

// sniffable reports whether the first bytes of a type always show it.
func sniffable(media string) bool {
	switch media {
	case "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "application/pdf":
		return true
	}
	return false
}

// dimensions are a picture's in pixels, 0 if they are not known. Only its header
// is read.
func dimensions(media string, data []byte) (width, height int) {
	var c image.Config
	var err error
	switch r := bytes.NewReader(data); media {
	case "image/jpeg":
		c, err = jpeg.DecodeConfig(r)
	case "image/png":
		c, err = png.DecodeConfig(r)
	case "image/gif":
		c, err = gif.DecodeConfig(r)
	}
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}

// typeOf is the nature of an association by its media type; none for a document.
func typeOf(media string) ninjs.Type {
	switch kind, _, _ := strings.Cut(media, "/"); kind {
	case "image":
		return ninjs.TypePicture
	case "audio":
		return ninjs.TypeAudio
	case "video":
		return ninjs.TypeVideo
	}
	return ""
}
