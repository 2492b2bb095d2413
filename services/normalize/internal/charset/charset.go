// Package charset turns the bytes of a delivery into UTF-8, for every format: by byte
// order mark, by what the content type or the document itself declares, and by what
// the bytes prove.
//
// A damaged byte costs its character, which becomes U+FFFD with a note, never the text
// around it. Refused is only a charset that nobody knows over bytes that are no UTF-8:
// wrong letters in a name are worse than a dead letter. The package must not know any
// format beyond where it declares its charset, and that JSON is UTF-8.
//
// What labels mean and what letters prove stands here alone; the teleprinter formats add
// the national versions of ISO 646 (package codepage).
//
// Sources: RFC 7303 section 3 (XML), RFC 8259 section 8.1 (JSON), the WHATWG
// Encoding Standard (labels), Unicode 3.9 (damaged UTF-8).
package charset

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode/utf32"
)

// ErrCharset means that nobody knows the charset that is declared, and the bytes are
// no UTF-8.
var ErrCharset = errors.New("bytes and charset don't fit")

// fallback is what undeclared bytes that are no UTF-8 are taken for.
const fallback = "windows-1252"

// Decode gives data in UTF-8 without a byte order mark. contentType is as the
// provider sent it and may be empty. The note is empty unless something had to
// be guessed, was damaged or was said wrongly. The error wraps ErrCharset.
//
// What counts, in this order: a byte order mark (UTF-8, UTF-16, UTF-32); the zeros of
// UTF-16; UTF-8, where nearly all bytes beyond ASCII are that, whatever single-byte
// charset is declared; the content type's charset; the document's own (XML
// declaration, HTML meta); the code page that makes words of the bytes, windows-1252 in
// doubt, with a note, but never for JSON.
func Decode(data []byte, contentType string) (text []byte, note string, err error) {
	return DecodeIn("", data, contentType)
}

// DecodeIn is Decode for a provider whose language is known (BCP 47, may be empty): it
// tells code pages of one script apart where nothing is declared.
func DecodeIn(language string, data []byte, contentType string) (text []byte, note string, err error) {
	if label := bytesLabel(data); label != "" {
		return decodeAs(label, data)
	}
	label := Declared(data, contentType)
	good, bad := Sequences(data)
	enc, name := lookup(label)
	switch {
	case label == "" && bad == 0:
		return asUTF8(data, "")
	case strings.Contains(label, "utf-7"): // it hides markup from whoever cleans it
		return nil, "", fmt.Errorf("charset %.40q is not read: %w", label, ErrCharset)
	case bad == 0 && good == 0 && enc == nil:
		return data, fmt.Sprintf("charset %.40q is not known: read as ASCII", label), nil
	case enc == nil && label != "" && good <= bad:
		return nil, "", fmt.Errorf("charset %.40q is not known: %w", label, ErrCharset)
	case enc == nil && label != "":
		return asUTF8(data, fmt.Sprintf("charset %.40q is not known: read as UTF-8", label))
	case (label == "" || name == "utf-8") && bad > good && !isJSON(data) && shownAsian(data):
		guessed, note := EightBit(data, language)
		return []byte(guessed), unlike(label) + note, nil
	case isUTF16(name), name != "utf-8" && singleByte(name) && good > 0 && good >= 4*bad:
		// UTF-16 shows itself by its zeros, which these bytes don't have
		return asUTF8(data, "declared "+label+", but is UTF-8")
	case label == "" && (good > 0 && 3*good >= bad || isJSON(data)):
		return asUTF8(data, "")
	case label == "":
		guessed, note := EightBit(data, language)
		return []byte(guessed), unlike(label) + note, nil
	case name == "utf-8" && bad > 4*good && !isJSON(data) && (foreign(data) || shownEuropean(data)):
		guessed, note := EightBit(data, language)
		return []byte(guessed), unlike("utf-8") + note, nil
	case name == "utf-8" && bad > 0 && !isJSON(data) && isWindows1252(data):
		text, _, err = decodeAs(fallback, data)
		return text, "declared utf-8, but is not: read as " + fallback, err
	}
	return decodeAs(label, data)
}

// unlike begins a note on a text that is not what it is declared as, or declares nothing.
func unlike(label string) string {
	if label == "" {
		return "no charset declared and not UTF-8: "
	}
	return "declared " + label + ", but is not: "
}

func shownAsian(data []byte) bool {
	_, _, ok := asian(data)
	return ok
}

func shownEuropean(data []byte) bool {
	page, _ := european(data)
	return page != nil
}

// asUTF8 replaces what is damaged.
func asUTF8(data []byte, note string) ([]byte, string, error) {
	text, damaged := repaired(data)
	if damaged > 0 {
		note = strings.TrimPrefix(note+"; "+damage(damaged, "UTF-8"), "; ")
	}
	return text, note, nil
}

func damage(n int, name string) string {
	return fmt.Sprintf("%d damaged characters of %s became U+FFFD", n, name)
}

// isJSON: a brace, or a bracket before a brace, a bracket or a quote.
func isJSON(data []byte) bool {
	head := bytes.TrimLeft(data[:min(len(data), lookLimit)], " \t\r\n\x1e")
	if len(head) > 0 && head[0] == '[' {
		head = bytes.TrimLeft(head[1:], " \t\r\n[")
	}
	return len(head) > 1 && head[0] == '{' && bytes.IndexByte(head, '"') > 0 && len(bytes.TrimLeft(head[1:], " \t\r\n")) > 0 && bytes.TrimLeft(head[1:], " \t\r\n")[0] == '"'
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

// lookup finds the charset of a label in its canonical spelling.
func lookup(label string) (encoding.Encoding, string) {
	if label == "utf-32le" || label == "utf-32be" {
		order := utf32.LittleEndian
		if label == "utf-32be" {
			order = utf32.BigEndian
		}
		return utf32.UTF32(order, utf32.IgnoreBOM), label
	}
	enc, name := charset.Lookup(label)
	if enc == nil || name == "replacement" {
		return further(label)
	}
	return enc, name
}

// Encoding is the charset of a label in any spelling, with its name; nil for one that
// nobody knows.
func Encoding(label string) (encoding.Encoding, string) { return lookup(canonical(label)) }

func decodeAs(label string, data []byte) ([]byte, string, error) {
	enc, name := lookup(label)
	if enc == nil {
		return nil, "", fmt.Errorf("charset %.40q is not known: %w", label, ErrCharset)
	}
	data = trimMark(data)
	if name == "utf-8" {
		return asUTF8(data, "")
	}
	if name == iso2022KR {
		data = shiftedKorean(data)
	}
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return nil, "", fmt.Errorf("decode %s: %w: %w", name, ErrCharset, err)
	}
	// x/text puts U+FFFD where the bytes mean nothing
	if n := bytes.Count(text, []byte("\uFFFD")); n > 0 {
		return text, damage(n, name), nil
	}
	return text, "", nil
}

// Known reports whether a charset of that name can be decoded.
func Known(label string) bool {
	enc, _ := Encoding(label)
	return enc != nil
}

func isUTF16(label string) bool { return strings.HasPrefix(label, "utf-16") }
