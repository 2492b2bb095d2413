// Package mimetree reads a MIME message, or the body of a multipart push, as a
// tree of parts: headers, encodings, charsets, file names.
//
// It bounds what it reads, repairs what mail programs get wrong, and decides
// nothing about news: what a part means is the formats' business. It must not
// keep copies: a part's bytes are those of the delivery until they are decoded.
//
// Header fields are read by go-message. Its multipart reader and the standard
// library's word decoder are not used: they refuse mixed line ends, a missing
// last boundary and words that are cut or split within a character, all of which
// are common in what agencies' systems mail.
//
// Sources: RFC 5322 (messages), 2045 and 2046 (MIME), 2047 (words), 2183
// (dispositions), 2231 (parameters), 2392 (Content-ID), 7578 (form data).
package mimetree

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// The bounds of one message.
const (
	maxParts  = 100     // parts that hold bytes, and as many multiparts
	maxNested = 20      // multiparts within multiparts
	maxHeader = 1 << 18 // bytes of one part's header
)

// Part is a message, a multipart, or a leaf that holds bytes.
type Part struct {
	Header      Header
	MediaType   string            // in small letters; text/plain if none is said
	Params      map[string]string // of the content type, decoded
	Disposition string            // attachment, inline, form-data; may be empty
	Name        string            // file name without folders, may be empty
	Field       string            // name of the form field, may be empty
	ID          string            // Content-ID without its brackets, may be empty
	Location    string            // Content-Location, may be empty
	Parts       []*Part           // of a multipart

	raw []byte
}

// Message reads a message with its header. A line "From " of a mail folder and
// empty lines before it are skipped. name is the format's, for the error.
func Message(name string, data []byte) (*Part, error) {
	return read(name, skipEnvelope(data), "", "text/plain")
}

// Body reads the body of a multipart push, whose header is its content type. A
// boundary that the content type does not name is taken from the first line.
func Body(name string, data []byte, contentType string) (*Part, error) {
	p := &Part{raw: data}
	p.describe(contentType, "multipart/mixed")
	if !p.IsMultipart() {
		p.MediaType = "multipart/mixed"
	}
	r := reader{name: name}
	if err := r.children(p, 0); err != nil {
		return nil, err
	}
	return p, nil
}

// IsMultipart reports whether the part is made of others.
func (p *Part) IsMultipart() bool { return strings.HasPrefix(p.MediaType, "multipart/") }

// Raw is the part as it was sent, not decoded; it is shared.
func (p *Part) Raw() []byte { return p.raw }

func read(name string, data []byte, contentType, fallback string) (*Part, error) {
	r := reader{name: name}
	p, err := r.part(data, contentType, fallback)
	if err != nil {
		return nil, err
	}
	return p, r.children(p, 0)
}

// reader counts what is bounded.
type reader struct {
	name   string
	leaves int
	groups int // multiparts
}

func (r *reader) part(data []byte, contentType, fallback string) (*Part, error) {
	header, body, err := readHeader(data)
	if err != nil {
		return nil, format.Errorf(r.name, contract.ReasonMalformed, "header", "read the header: %w", err)
	}
	p := &Part{Header: header, raw: body}
	if contentType == "" {
		contentType = header.Get("Content-Type")
	}
	p.describe(contentType, fallback)
	return p, nil
}

// children reads the parts of a multipart, each of which ends where one of an
// outer multipart ends.
func (r *reader) children(p *Part, depth int) error {
	if !p.IsMultipart() {
		if r.leaves++; r.leaves > maxParts {
			return format.Errorf(r.name, contract.ReasonTooLarge, "", "more than %d parts", maxParts)
		}
		return nil
	}
	if depth >= maxNested {
		return format.Errorf(r.name, contract.ReasonTooDeep, "", "multiparts nested more than %d deep", maxNested)
	}
	if r.groups++; r.groups > maxParts {
		return format.Errorf(r.name, contract.ReasonTooLarge, "", "more than %d multiparts", maxParts)
	}
	fallback := "text/plain"
	if p.MediaType == "multipart/digest" {
		fallback = "message/rfc822" // RFC 2046, 5.1.5
	}
	for piece := range pieces(p.raw, p.Params["boundary"]) {
		child, err := r.part(piece, "", fallback)
		if err != nil {
			return err
		}
		p.Parts = append(p.Parts, child)
		if err := r.children(child, depth+1); err != nil {
			return err
		}
	}
	return nil
}
