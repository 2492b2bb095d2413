package mimetree

import (
	"bytes"
	"net/http"
	"path"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Kind is what a leaf may be to news.
type Kind int

// The kinds of leaves.
const (
	Binary   Kind = iota // a picture or something else that is kept as it is
	Document             // by type, name or first bytes a document of its own
	Text                 // plain text, which may be a document
)

// Look says what the part is, by its type, its name, and the first of its decoded
// bytes.
func (p *Part) Look(data []byte) Kind {
	switch m := p.MediaType; {
	case m == "image/svg+xml", strings.HasPrefix(m, "image/"), strings.HasPrefix(m, "video/"), strings.HasPrefix(m, "audio/"):
		return Binary
	case m == "message/rfc822", m == "message/global", isData(m), isDataName(p.Name):
		return Document
	case m == "text/html", m == "application/xhtml+xml":
		return Text
	}
	plain := strings.HasPrefix(p.MediaType, "text/") || strings.HasSuffix(strings.ToLower(p.Name), ".txt")
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) == 0:
		return Binary
	case !plain && p.MediaType != "application/octet-stream":
		return Binary
	case head[0] == 0x01, head[0] == 0x16, bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<!DOCTYPE nitf")),
		bytes.HasPrefix(head, []byte("<nitf")), bytes.HasPrefix(head, []byte(`{"`)), bytes.HasPrefix(head, []byte("{\n")):
		return Document
	case plain:
		return Text
	}
	return Binary
}

func isData(mediaType string) bool {
	switch mediaType {
	case "application/xml", "text/xml", "application/json", "text/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/nitf", "text/nitf":
		return true
	case "application/xhtml+xml", "application/smil+xml", "application/ld+json":
		return false
	}
	return strings.HasSuffix(mediaType, "+xml") && strings.HasPrefix(mediaType, "application/") && !strings.Contains(mediaType, "openxml") ||
		strings.HasSuffix(mediaType, "+json")
}

func isDataName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".json", ".ndjson", ".jsonl", ".nitf", ".newsml", ".nml", ".ninjs", ".rss", ".atom", ".anpa", ".iptc", ".7901", ".eml":
		return true
	}
	return false
}

// Binary is the part as it is kept. Its media type is what it says, unless that
// says nothing: then what its first bytes show.
func (p *Part) Binary(data []byte) format.Part {
	m := p.MediaType
	switch m {
	case "image/jpg", "image/pjpeg":
		m = "image/jpeg"
	case "image/x-png":
		m = "image/png"
	case "application/octet-stream", "application/x-download", "application/force-download", "application/binary", "image/*", "image/unknown":
		m, _, _ = strings.Cut(http.DetectContentType(data), ";")
	}
	title := p.Header.Text("Content-Description", "")
	if title == p.Name {
		title = ""
	}
	id := p.ID
	if id == "" {
		id = p.Location
	}
	return format.Part{Name: p.Name, MediaType: m, ID: id, Title: title, Data: data}
}
