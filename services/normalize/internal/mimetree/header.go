package mimetree

import (
	"bufio"
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// Header is a part's header.
type Header struct{ fields textproto.Header }

// Get gives the first field of that name as it stands, unfolded; empty if there
// is none.
func (h Header) Get(name string) string { return strings.TrimSpace(h.fields.Get(name)) }

// All gives each field of that name, the first one first, at most 50.
func (h Header) All(name string) []string {
	var out []string
	for f := h.fields.FieldsByKey(name); f.Next() && len(out) < 50; {
		out = append(out, strings.TrimSpace(f.Value()))
	}
	return out
}

// Text gives the first field of that name with its encoded words decoded, on one
// line. fallback is the charset of bytes that no word declares, may be empty.
func (h Header) Text(name, fallback string) string { return Words(h.Get(name), fallback) }

// Notes is what there is to say of the charsets of a field.
func (h Header) Notes(name, fallback string) []string {
	_, notes := NotedWords(h.Get(name), fallback)
	return notes
}

// readHeader parts header and body. A line that is no field, where one should be,
// begins the body if it can't be anything else; lines of a mail folder and
// garbage between fields are left out.
func readHeader(data []byte) (Header, []byte, error) {
	block, body := cutHeader(data)
	if len(block) > maxHeader {
		return Header{}, nil, fmt.Errorf("%d bytes, at most %d are read", len(block), maxHeader)
	}
	fields, err := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(block)))
	if err != nil {
		return Header{}, nil, err
	}
	return Header{fields}, body, nil
}

// cutHeader gives the fields of the header, ended by an empty line, and what
// follows. What has no field at all is a body without a header.
func cutHeader(data []byte) (block, body []byte) {
	for at := 0; at < len(data); {
		line := lineAt(data, at)
		text := bytes.TrimRight(line, "\r\n")
		next := at + len(line)
		switch {
		case len(text) == 0, len(block) > maxHeader:
			return append(block, "\r\n"...), data[next:]
		case isField(text), len(block) > 0 && (text[0] == ' ' || text[0] == '\t'):
			block = appendLine(block, text)
		case len(block) == 0:
			return []byte("\r\n"), data
		case bytes.HasPrefix(text, []byte(">From ")), bytes.HasPrefix(text, []byte("From ")):
		case isField(bytes.TrimRight(lineAt(data, next), "\r\n")):
			block = appendLine(append(block, ' '), text) // folded without the space
		default:
			return append(block, "\r\n"...), data[at:] // the empty line is missing
		}
		at = next
	}
	return append(block, "\r\n"...), nil
}

func lineAt(data []byte, at int) []byte {
	line := data[at:]
	if n := bytes.IndexByte(line, '\n'); n >= 0 {
		line = line[:n+1]
	}
	return line
}

func appendLine(block, text []byte) []byte {
	return append(append(block, bytes.ReplaceAll(text, []byte{0}, nil)...), "\r\n"...)
}

// isField reports whether a line begins a field (RFC 5322, 2.2): printable ASCII
// without a space, then a colon.
func isField(line []byte) bool {
	i := bytes.IndexByte(line, ':')
	if i < 1 || i > 200 {
		return false
	}
	for _, c := range bytes.TrimRight(line[:i], " \t") {
		if !strings.ContainsRune(nameBytes, rune(c)) {
			return false
		}
	}
	return line[0] != ' ' && line[0] != '\t'
}

// nameBytes are those that go-message takes in the name of a field.
const nameBytes = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// skipEnvelope drops what stands before a message: a mark, empty lines, lines of
// blanks, and the line that parts the messages of a mail folder (RFC 4155).
func skipEnvelope(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for {
		line, rest, more := bytes.Cut(data, []byte("\n"))
		blank := len(bytes.TrimSpace(line)) == 0
		if !more || !blank && !bytes.HasPrefix(line, []byte("From ")) && !bytes.HasPrefix(line, []byte(">From ")) {
			return data
		}
		data = rest
	}
}

// describe fills in what the header says of a part.
func (p *Part) describe(contentType, fallback string) {
	p.MediaType, p.Params = Value(contentType)
	if !strings.Contains(p.MediaType, "/") {
		p.MediaType = fallback
	}
	disposition, params := Value(p.Header.Get("Content-Disposition"))
	p.Disposition, p.Field = disposition, params["name"]
	name := params["filename"]
	if name == "" {
		name = p.Params["name"]
	}
	p.Name = baseName(name)
	p.ID = strings.Trim(p.Header.Get("Content-Id"), "<> \t")
	p.Location = p.Header.Get("Content-Location")
}

func baseName(name string) string {
	name = strings.ReplaceAll(strings.TrimSpace(name), `\`, "/")
	if name = path.Base(name); name == "." || name == "/" {
		return ""
	}
	return name
}
