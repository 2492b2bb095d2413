// Package charset turns the bytes of a delivery into UTF-8: by byte order mark,
// by what the content type or the document itself declares, and where nothing is
// declared by what the bytes can be.
//
// A declared charset that the bytes don't fit is an error, never a guess: wrong
// letters in a name are worse than a dead letter. The package must not know any
// format beyond where it declares its charset.
//
// Sources: RFC 7303 section 3 (XML), RFC 8259 section 8.1 (JSON), the WHATWG
// Encoding Standard (labels).
package charset

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// ErrCharset means that the bytes don't fit the charset that is declared for
// them, or that nobody knows that charset.
var ErrCharset = errors.New("bytes and charset don't fit")

// fallback is what undeclared bytes that are no UTF-8 are taken for.
const fallback = "windows-1252"

// Decode gives data in UTF-8 without a byte order mark. contentType is as the
// provider sent it and may be empty. The note is empty unless something had to
// be guessed or was said wrongly. The error wraps ErrCharset.
//
// What counts, in this order: a byte order mark; the zeros of UTF-16; the
// content type's charset; the document's own (XML declaration, HTML meta);
// UTF-8 if the bytes are valid; windows-1252, with a note. Bytes that are valid
// UTF-8 beyond ASCII are UTF-8 even where a single-byte charset is declared.
func Decode(data []byte, contentType string) (text []byte, note string, err error) {
	if label := bytesLabel(data); label != "" {
		text, err = decodeAs(label, data)
		return text, "", err
	}
	label := Declared(data, contentType)
	switch {
	case label == "" && utf8.Valid(data):
		return data, "", nil
	case label == "":
		text, err = decodeAs(fallback, data)
		return text, "no charset declared and not UTF-8: read as " + fallback, err
	case isUTF16(label), singleByte(label) && validBeyondASCII(data):
		// UTF-16 shows itself by its zeros, which these bytes don't have.
		return utf8Despite(label, data)
	}
	text, err = decodeAs(label, data)
	return text, "", err
}

// Declared is the name of the charset that the content type, else the document's
// first 1,024 bytes declare, in the WHATWG's spelling where it knows it; empty
// if neither does.
func Declared(data []byte, contentType string) string {
	if strings.IndexByte(contentType, ';') >= 0 { // most have no parameter
		_, params, err := mime.ParseMediaType(contentType)
		if err == nil && params["charset"] != "" {
			return canonical(params["charset"])
		}
	}
	return canonical(ownLabel(data))
}

func utf8Despite(label string, data []byte) ([]byte, string, error) {
	if !utf8.Valid(data) {
		return nil, "", fmt.Errorf("decode %s: %w", label, ErrCharset)
	}
	return data, "declared " + label + ", but is UTF-8", nil
}

func decodeAs(label string, data []byte) ([]byte, error) {
	enc, name := charset.Lookup(label)
	if enc == nil || name == "replacement" {
		return nil, fmt.Errorf("charset %q is not known: %w", label, ErrCharset)
	}
	data = trimMark(data)
	if name == "utf-8" {
		if at := invalidAt(data); at >= 0 {
			return nil, fmt.Errorf("byte %d is not valid UTF-8: %w", at, ErrCharset)
		}
		return data, nil
	}
	return decodeWith(enc, name, data)
}

func decodeWith(enc encoding.Encoding, name string, data []byte) ([]byte, error) {
	if isUTF16(name) && len(data)%2 != 0 {
		return nil, fmt.Errorf("%s with an odd number of bytes: %w", name, ErrCharset)
	}
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w: %w", name, ErrCharset, err)
	}
	// x/text puts U+FFFD where the bytes mean nothing
	if bytes.ContainsRune(text, utf8.RuneError) {
		return nil, fmt.Errorf("not valid %s: %w", name, ErrCharset)
	}
	return text, nil
}

// invalidAt is the offset of the first byte that is not UTF-8, or -1.
func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func validBeyondASCII(data []byte) bool {
	return utf8.Valid(data) && bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
}

func isUTF16(label string) bool { return strings.HasPrefix(label, "utf-16") }
