// Package codepage turns the bytes of one teleprinter message into UTF-8.
//
// These formats declare no charset. A provider may say one in the content type;
// else an escape sequence of ISO 2022, and then the bytes themselves tell: UTF-8,
// a Windows, ISO or DOS code page by where its letters stand, or a national
// version of ISO 646, in which brackets and braces are letters. What had to be
// guessed is noted.
//
// It decodes messages of a few kilobytes and knows nothing of their structure.
//
// Sources: ISO/IEC 646 and the ISO-IR registrations of its national versions;
// ISO/IEC 2022.
package codepage

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"github.com/wireroom/wireroom/services/normalize/internal/charset"
)

// ErrCharset means that nobody knows the charset that is declared.
var ErrCharset = errors.New("charset is not known")

// Hint is what the provider says beside the message.
type Hint struct {
	ContentType string // may name a charset, such as "text/plain; charset=iso646-de"
	Language    string // BCP 47, for national versions of ISO 646; may be empty
}

// Decode gives a message in UTF-8, with a note where something was guessed.
func Decode(data []byte, hint Hint) (text, note string, err error) {
	label := declared(hint.ContentType)
	escaped, rest := national(data)
	set := setOf(label)
	if set == nil {
		set = escaped
	}
	switch {
	case set != nil && !beyondASCII(rest):
		return string(set.replace(rest)), "", nil
	case set != nil:
		// a national set has seven bits: these bytes are something else
	case label != "" && label != "us-ascii" && label != "ascii":
		return decodeAs(label, rest, hint.Language)
	}
	return guess(rest, hint.Language)
}

func declared(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(params["charset"]))
}

// decodeAs holds to what is declared, but for what can't be so.
func decodeAs(label string, data []byte, language string) (string, string, error) {
	enc, name := lookup(label)
	switch {
	case enc == nil:
		return "", "", fmt.Errorf("charset %.40q: %w", label, ErrCharset)
	case name == "utf-8" && utf8.Valid(data):
		return string(data), "", nil
	case name == "utf-8":
		text, note := charset.EightBit(data, language)
		return text, "declared utf-8, but is not: " + note, nil
	case beyondASCII(data) && utf8.Valid(data):
		return string(data), "declared " + label + ", but is UTF-8", nil
	}
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", fmt.Errorf("decode %s: %w", name, err)
	}
	return string(text), "", nil
}

// lookup leaves out UTF-16, whose zeros would have shown.
func lookup(label string) (encoding.Encoding, string) {
	enc, name := charset.Encoding(label)
	if strings.HasPrefix(name, "utf-16") {
		return nil, ""
	}
	return enc, name
}

// guess reads what nobody declared.
func guess(data []byte, language string) (string, string, error) {
	switch {
	case !beyondASCII(data):
		if set := evident(data, language); set != nil {
			return string(set.replace(data)), "no charset declared: read as ISO 646 " + set.name, nil
		}
		return string(data), "", nil
	case utf8.Valid(data):
		return string(data), "", nil
	}
	text, note := charset.EightBit(data, language)
	return text, "no charset declared and not UTF-8: " + note, nil
}

func beyondASCII(data []byte) bool {
	return bytes.IndexFunc(data, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0
}
