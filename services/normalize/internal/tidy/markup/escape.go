package markup

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// appendText escapes a text node. A combining mark at its start is written as a
// reference, so that normalising the whole fragment never joins it to a tag.
func appendText(dst, s []byte) []byte {
	if len(s) > 0 && s[0] < utf8.RuneSelf {
		return appendEscaped(dst, s, false)
	}
	if p := norm.NFC.Properties(s); !p.BoundaryBefore() {
		r, size := utf8.DecodeRune(s)
		dst = append(dst, "&#"...)
		dst = strconv.AppendInt(dst, int64(r), 10)
		dst = append(dst, ';')
		s = s[size:]
	}
	return appendEscaped(dst, s, false)
}

func appendEscaped(dst, s []byte, attribute bool) []byte {
	if !attribute && bytes.IndexByte(s, '&') < 0 && bytes.IndexByte(s, '<') < 0 && bytes.IndexByte(s, '>') < 0 {
		return append(dst, s...)
	}
	for {
		i := bytes.IndexAny(s, special(attribute))
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(append(dst, s[:i]...), entity(s[i])...)
		s = s[i+1:]
	}
}

func special(attribute bool) string {
	if attribute {
		return `&<>"`
	}
	return "&<>"
}

func entity(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	default:
		return "&quot;"
	}
}
