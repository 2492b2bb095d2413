package mimetree

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	htmlcharset "golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"

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
	label = labelOf(label)
	if isASCII(data) && bytes.IndexByte(data, 0x1b) < 0 && !sevenBit(label) {
		if label != "" && label != "us-ascii" && special(label) == nil && !charset.Known(label) {
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
	if enc := special(label); enc != nil {
		return decodeWith(enc, label, data)
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

// labelOf brings what programs write to one spelling; empty if it means nothing.
func labelOf(label string) string {
	label = strings.ToLower(strings.Trim(strings.TrimSpace(label), `"'`))
	switch label {
	case "utf8", "utf-8n", "x-utf_8j", "utf-8mb4", "unicode-1-1-utf-8":
		return "utf-8"
	case "us-ascii", "ascii", "ansi_x3.4-1968", "ansi_x3.4-1986", "iso646-us", "us", "646":
		return "us-ascii"
	case "unknown-8bit", "x-unknown", "unknown", "default", "default_charset", "none", "8bit", "binary", "x-user-defined", "text", "_autodetect_all":
		return ""
	case "cp932", "x-ms-cp932", "shift_jis-2004":
		return "shift_jis"
	case "cp936", "x-gbk":
		return "gbk"
	case "cp949", "ks_c_5601":
		return "euc-kr"
	case "cp950":
		return "big5"
	case "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-2004", "iso-2022-jp-ms", "cp50220", "cp50221":
		return "iso-2022-jp"
	case "ansi", "latin-1", "latin1", "iso8859_1":
		return "windows-1252"
	}
	return label
}

// sevenBit reports whether ASCII bytes of the charset may mean other letters.
func sevenBit(label string) bool {
	return strings.HasPrefix(label, "iso-2022-") || strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf-32") ||
		strings.Contains(label, "utf-7") || label == "hz-gb-2312" || strings.HasPrefix(label, "ibm037") || strings.HasPrefix(label, "ebcdic")
}

// special is the encoding of a charset that the WHATWG's list lacks or refuses,
// and mail still has.
func special(label string) encoding.Encoding {
	switch {
	case label == "hz-gb-2312":
		return simplifiedchinese.HZGB2312
	case label == "iso-2022-kr", label == "csiso2022kr":
		return encoding.Nop // see decodeWith
	case label == "", strings.Contains(label, "utf-7"):
		return nil
	}
	if enc, _ := htmlcharset.Lookup(label); enc != nil {
		return nil
	}
	if number, ok := strings.CutPrefix(label, "cp"); ok {
		label = "ibm" + number
	}
	for _, index := range []*ianaindex.Index{ianaindex.MIME, ianaindex.IANA} {
		if enc, err := index.Encoding(label); err == nil && enc != nil {
			return enc
		}
	}
	return nil
}

func decodeWith(enc encoding.Encoding, label string, data []byte) (string, string, error) {
	if enc == encoding.Nop {
		enc, data = korean.EUCKR, shiftedKorean(data)
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", fmt.Errorf("not valid %s: %w", label, charset.ErrCharset)
	}
	if bytes.ContainsRune(out, utf8.RuneError) {
		return string(out), "damaged characters of " + label + " became U+FFFD", nil
	}
	return string(out), "", nil
}

// shiftedKorean makes EUC-KR of ISO-2022-KR (RFC 1557): between shift-out and
// shift-in, or the end of the line, bytes have their eighth bit set.
func shiftedKorean(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\x1b$)C"), nil)
	out := make([]byte, 0, len(data))
	shifted := false
	for _, c := range data {
		switch {
		case c == 0x0e, c == 0x0f:
			shifted = c == 0x0e
			continue
		case c == '\n':
			shifted = false
		case shifted && c > ' ' && c < 0x7f:
			c |= 0x80
		}
		out = append(out, c)
	}
	return out
}

func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= utf8.RuneSelf || c == 0 {
			return false
		}
	}
	return true
}
