package mimetree

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/normalize/internal/charset"
)

// Text decodes the part's encoding and charset. The error wraps
// charset.ErrCharset.
func (p *Part) Text() (text, note string, err error) {
	data, encodingNote := p.Bytes()
	text, note, err = Decode(data, p.Params["charset"], p.MediaType)
	if encodingNote != "" {
		note = strings.Trim(note+"; "+encodingNote, "; ")
	}
	return text, note, err
}

// Decode gives text of a charset in UTF-8. A label that means nothing, or US-ASCII
// for bytes beyond it, says nothing: then package charset's rules for undeclared
// bytes hold, which for text/html look at its meta element. UTF-7 is refused: it
// hides markup from whoever cleans it.
func Decode(data []byte, label, mediaType string) (text, note string, err error) {
	label = charset.Label(label)
	if isASCII(data) && bytes.IndexByte(data, 0x1b) < 0 && !sevenBit(label) {
		if label != "" && label != "us-ascii" && !charset.Known(label) {
			note = fmt.Sprintf("charset %.40q is not known: read as ASCII", label)
		}
		return string(data), note, nil
	}
	if label == "us-ascii" {
		label = ""
	}
	if mediaType == "" {
		mediaType = "text/plain"
	}
	declared := mediaType
	if label != "" {
		declared += `; charset="` + strings.Map(labelByte, label) + `"`
	}
	out, note, err := charset.Decode(data, declared)
	return string(out), note, err
}

func labelByte(r rune) rune {
	if r <= ' ' || r >= 0x7f || r == '"' || r == '\\' {
		return -1
	}
	return r
}

// sevenBit reports whether ASCII bytes of the charset may mean other letters.
func sevenBit(label string) bool {
	return strings.HasPrefix(label, "iso-2022-") || strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf-32") ||
		strings.Contains(label, "utf-7") || label == "hz-gb-2312" || strings.HasPrefix(label, "ibm037") || strings.HasPrefix(label, "ebcdic")
}

func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= utf8.RuneSelf || c == 0 {
			return false
		}
	}
	return true
}
